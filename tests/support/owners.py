"""Sites of very different owners, for what is made of any content: each is the arguments of `write_site`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support.sites import edit_yaml

from portfolio.model.config import Outputs
from portfolio.outputs import HEAVY

if TYPE_CHECKING:
    from pathlib import Path

BODY = """\
The words of a text with `code` and a [link](https://example.org/a).

## A part

| name | value |
|---|---|
| one | 1 |

```diagram title="The way"
one  →  two
```

> [!NOTE]
> A note.

- [x] done
"""

OWNERS: dict[str, dict[str, Any]] = {
    "one line": {"profile": {"role": None, "lead": None}, "is_made": True},
    "pseudonym": {
        "profile": {"name": "q", "role": "Tinkerer", "lead": None},
        "studies": {"radio": {"title": "Radio", "company": None, "kind": "project", "body": BODY}},
        "is_made": True,
    },
    "japanese": {
        "profile": {
            "name": "山田 太郎",
            "role": "バックエンドエンジニア",
            "lead": "決済システムの設計と運用を担当し、障害が起きても二重に支払われない仕組みを作っています。『壊れ方』から考えます。",
        },
        "studies": {
            "payments": {
                "title": "決済キュー",
                "emoji": None,
                "company": None,
                "headline": "二重支払いを、月に十二件からゼロへ減らしました",
                "problem": "夜間の一括処理が途中で止まると、人が最初からやり直していたため、支払いが二重になっていました。",
                "body": "## 仕組み\n\nそれぞれの支払いに、請求書の番号と試行の回数から作った鍵を付けます。同じ鍵の支払いは二度と行われません。\n",
            }
        },
        "config": {"language": "ja"},
        "is_made": True,
    },
    "arabic": {
        "profile": {
            "name": "آدا مثال",
            "role": "مهندسة برمجيات",
            "lead": "أبني أنظمة الدفع التي لا تدفع مرتين، حتى عندما يفشل جزء منها في منتصف الطريق بين خدمتين.",
        },
        "studies": {
            "queue": {
                "title": "طابور الدفع",
                "emoji": None,
                "company": None,
                "headline": "صفر مدفوعات مكررة",
                "body": "| الاسم | القيمة |\n|---|---|\n| واحد | قيمة |\n\nنص قصير.\n",
            }
        },
        "config": {"language": "ar"},
        "is_made": True,
    },
    "hindi": {
        "profile": {
            "name": "आदा उदाहरण",
            "role": "सॉफ़्टवेयर इंजीनियर",
            "lead": "मैं भुगतान की ऐसी प्रणालियाँ बनाती हूँ जो बीच में रुक जाने पर भी किसी को दो बार भुगतान नहीं करतीं।",
        },
        "config": {"language": "hi"},
        "is_made": True,
    },
    "two hundred projects": {
        "studies": {
            f"project-{number}": {
                "title": "Project",
                "headline": "A tool",
                "kind": "project",
                "company": None,
            }
            for number in range(200)
        },
        "is_made": True,
    },
    "career changer": {
        "profile": {"email": "bo@example.org", "links": [{"label": "Shop", "url": "https://shop.example/"}]},
        "experience": [
            {"employer": "Bakery", "positions": [{"title": "Baker", "start": "2010", "end": "2014-03"}]},
            {"employer": "Bo and Sons", "positions": [{"title": "Builder"}]},
        ],
        "education": [{"institution": "Evening school", "start": "2019"}],
        "testimonials": [{"quote": "It *stays* dry.", "author": "A neighbour"}],
        "is_made": True,
    },
}


def turn_on(root: Path, **outputs: bool) -> Path:
    """Turn every output of a site on, but for these, and for those that take long; returns its folder."""
    wanted = dict.fromkeys(Outputs.__struct_fields__, True) | dict.fromkeys(HEAVY, False) | outputs
    edit_yaml(root, "portfolio.yaml", lambda config: (config or {}) | {"outputs": wanted})
    return root
