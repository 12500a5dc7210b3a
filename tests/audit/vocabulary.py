"""The types and properties of schema.org that a portfolio may use.

Source: schema.org's vocabulary, release 29, by hand: a type's own properties and those it inherits, as far
as they make sense here. A name that is missing is a misspelling, or has to be looked up and added.
"""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """Take a line of names apart."""
    return frozenset(text.split())


THING = names(
    "additionalType alternateName description disambiguatingDescription identifier image mainEntityOfPage name"
    " potentialAction sameAs subjectOf url"
)
CREATIVE_WORK = THING | names(
    "about abstract accessMode author citation codeRepository contributor copyrightHolder copyrightYear creator"
    " dateCreated dateModified datePublished encoding genre hasPart headline inLanguage isBasedOn isPartOf keywords"
    " license mainEntity mentions position publisher sourceOrganization teaches text thumbnailUrl timeRequired"
    " version wordCount"
)
WEB_PAGE = CREATIVE_WORK | names("breadcrumb lastReviewed primaryImageOfPage relatedLink significantLink")
ARTICLE = CREATIVE_WORK | names("articleBody articleSection backstory pageEnd pageStart pagination")
ORGANIZATION = THING | names("address email foundingDate legalName location logo parentOrganization")

PROPERTIES: dict[str, frozenset[str]] = {
    "Article": ARTICLE,
    "BlogPosting": ARTICLE,
    "BreadcrumbList": THING | names("itemListElement itemListOrder numberOfItems"),
    "CollectionPage": WEB_PAGE,
    "CreativeWork": CREATIVE_WORK,
    "DefinedTerm": THING | names("inDefinedTermSet termCode"),
    "EducationalOccupationalCredential": CREATIVE_WORK
    | names("competencyRequired credentialCategory recognizedBy validFor validIn"),
    "ImageObject": CREATIVE_WORK | names("caption contentUrl height width"),
    "ItemList": THING | names("itemListElement itemListOrder numberOfItems"),
    "ListItem": THING | names("item nextItem position previousItem"),
    "Occupation": THING | names("occupationLocation responsibilities skills"),
    "EducationalOrganization": ORGANIZATION,
    "Organization": ORGANIZATION,
    "Person": THING
    | names(
        "address affiliation alumniOf award birthDate contactPoint email familyName gender givenName hasCredential"
        " hasOccupation homeLocation jobTitle knowsAbout knowsLanguage memberOf nationality telephone"
        " workLocation worksFor"
    ),
    "Place": THING,
    "ProfilePage": WEB_PAGE,
    "SoftwareSourceCode": CREATIVE_WORK
    | names("codeSampleType programmingLanguage runtimePlatform targetProduct"),
    "TechArticle": ARTICLE | names("dependencies proficiencyLevel"),
    "Thing": THING,
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
