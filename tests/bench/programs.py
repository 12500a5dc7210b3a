"""Blocks of code for the corpus, 15 lines in each of six languages; words in capitals are put in for each page."""

from __future__ import annotations

PROGRAMS = {
    "python": '''\
from dataclasses import dataclass


@dataclass(frozen=True)
class TwoNUMBER:
    """A ONE that is safe twice."""

    key: str
    attempt: int = SIZE


def ONE_THREE(two: TwoNUMBER, limit: float = 0.5) -> bool:
    if two.attempt > SIZE:  # the THREE waits
        raise ValueError(f"{two.key}: tried {two.attempt} times")
    return ledger.write(two.key, limit) is not None''',
    "java": """\
public final class TaskNUMBER implements Runnable {
    private static final int LIMIT = SIZE;
    private final Map<String, Long> ONE = new HashMap<>();

    @Override
    public void run() {
        // the THREE waits until the TWO is done
        for (Map.Entry<String, Long> entry : ONE.entrySet()) {
            if (entry.getValue() > LIMIT) {
                throw new IllegalStateException("TWO: " + entry.getKey());
            }
        }
        THREE.accept(ONE.size() * 2L);
    }
}""",
    "go": """\
package ONE

import "fmt"

// RunNUMBER writes the TWO before it calls the THREE.
func RunNUMBER(keys []string, limit int) (int, error) {
	done := 0
	for i, key := range keys {
		if i > limit*SIZE {
			return done, fmt.Errorf("TWO %q: over %d", key, limit)
		}
		done += len(key)
	}
	return done, nil
}""",
    "sql": """\
-- the THREE is kept for SIZE days
CREATE TABLE ONE_NUMBER (
  id bigint PRIMARY KEY,
  TWO text NOT NULL DEFAULT 'pending',
  attempts integer CHECK (attempts < SIZE),
  changed timestamptz
);

SELECT TWO, count(*) AS THREE_count, max(changed)
FROM ONE_NUMBER
LEFT JOIN payments USING (id)
WHERE attempts BETWEEN 1 AND SIZE
GROUP BY TWO
HAVING count(*) > 10
ORDER BY THREE_count DESC;""",
    "yaml": """\
# the ONE of page NUMBER
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ONE-NUMBER
  labels: {app: TWO, tier: "THREE"}
spec:
  replicas: SIZE
  template:
    spec:
      containers:
        - name: TWO
          image: "registry.example.org/TWO:1.NUMBER"
          args: [--limit, "SIZE", --verbose]
          ports: [{containerPort: 8080}]""",
    "bash": """\
#!/usr/bin/env bash
set -euo pipefail
# the THREE waits for the TWO
readonly ONE_DIR="${HOME}/ONE/NUMBER"
limit=${1:-SIZE}

for file in "$ONE_DIR"/*.log; do
  count=$(grep -c 'TWO' "$file" || true)
  if [[ "$count" -gt "$limit" ]]; then
    printf '%s: %d\\n' "${file##*/}" "$count" >&2
    continue
  fi
  mv -- "$file" "/srv/THREE/$(date +%F)-NUMBER.log"
done
echo "done: $ONE_DIR\"""",
}
