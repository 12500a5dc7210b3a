"""The types and properties of schema.org that a portfolio may use.

Source: schema.org's vocabulary, release 29, by hand: a type's own properties and those it inherits, as far
as they make sense here. A name that is missing is a misspelling, or has to be looked up and added.
"""

from __future__ import annotations

THING = frozenset(
    "additionalType alternateName description disambiguatingDescription identifier image mainEntityOfPage name"
    " potentialAction sameAs subjectOf url".split()
)
CREATIVE_WORK = THING | frozenset(
    "about abstract accessMode author citation codeRepository contributor copyrightHolder copyrightYear creator"
    " dateCreated dateModified datePublished encoding genre hasPart headline inLanguage isBasedOn isPartOf keywords"
    " license mainEntity mentions position publisher sourceOrganization teaches text thumbnailUrl timeRequired"
    " version wordCount".split()
)
WEB_PAGE = CREATIVE_WORK | frozenset("breadcrumb lastReviewed primaryImageOfPage relatedLink significantLink".split())
ARTICLE = CREATIVE_WORK | frozenset("articleBody articleSection backstory pageEnd pageStart pagination".split())
ORGANIZATION = THING | frozenset("address email foundingDate legalName location logo parentOrganization".split())

PROPERTIES: dict[str, frozenset[str]] = {
    "Article": ARTICLE,
    "BreadcrumbList": THING | frozenset("itemListElement itemListOrder numberOfItems".split()),
    "CollectionPage": WEB_PAGE,
    "CreativeWork": CREATIVE_WORK,
    "DefinedTerm": THING | frozenset("inDefinedTermSet termCode".split()),
    "EducationalOccupationalCredential": CREATIVE_WORK
    | frozenset("competencyRequired credentialCategory recognizedBy validFor validIn".split()),
    "ImageObject": CREATIVE_WORK | frozenset("caption contentUrl height width".split()),
    "ItemList": THING | frozenset("itemListElement itemListOrder numberOfItems".split()),
    "ListItem": THING | frozenset("item nextItem position previousItem".split()),
    "Occupation": THING | frozenset("occupationLocation responsibilities skills".split()),
    "Organization": ORGANIZATION,
    "Person": THING
    | frozenset(
        "address affiliation alumniOf award birthDate contactPoint email familyName gender givenName hasCredential"
        " hasOccupation homeLocation jobTitle knowsAbout knowsLanguage memberOf nationality telephone"
        " workLocation worksFor".split()
    ),
    "ProfilePage": WEB_PAGE,
    "SoftwareSourceCode": CREATIVE_WORK
    | frozenset("codeSampleType programmingLanguage runtimePlatform targetProduct".split()),
    "TechArticle": ARTICLE | frozenset("dependencies proficiencyLevel".split()),
    "WebPage": WEB_PAGE,
    "WebSite": CREATIVE_WORK | frozenset({"issn"}),
}
KEYWORDS = frozenset({"@context", "@type", "@id", "@graph"})

REQUIRED: dict[str, frozenset[str]] = {
    "BreadcrumbList": frozenset({"itemListElement"}),
    "ListItem": frozenset({"position"}),
    "Person": frozenset({"name"}),
    "ProfilePage": frozenset({"mainEntity"}),
    "TechArticle": frozenset({"headline", "author"}),
}
"""What a type is worth nothing without, after the guides of search engines."""
