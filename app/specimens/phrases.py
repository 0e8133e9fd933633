"""The telegraphese that specimens are written in: our own words, and nobody's.

Data only. A slot in braces is replaced by a member of the list of that name; lists are ordered
so that the first entries come up far more often than the last, as in any real text. Slots that
are not lists here (`chief`, `second`, `paper`, `town`, `matter` ...) are filled for each cable
from invented names.
"""

from __future__ import annotations

SENTENCES = (
    "{who} told {them} {when} that {claim}.",
    "{who} {said} {claim}.",
    "In reply {us} {noted} that {claim}.",
    "{us} called on {who} {when} to {discuss} {matter}.",
    "According {who}, {claim}.",
    "{who} {added} that {claim}, but {claim}.",
    "{paper} {when} carries {story} on {matter} which {hints} {claim}.",
    "{body} met {when} to {discuss} {thing} and {result}.",
    "{us} {noted} {thing} and {asked} {who} whether {claim}.",
    "{who} appeared {mood} and {did} {thing}.",
    "If {claim}, {claim}.",
    "While {claim}, {us} {believe} that {claim}.",
    "{claim_up}.",
    "Reports from {town} {indicate} that {claim}.",
    "{who} handed {them} {document} {concerning} {thing}.",
    "{question} {who} {said} only that {claim}.",
    "{us} {believe} {claim} and that {claim}.",
    "{thing_up} remains {state}, and {body} {will} {act} {thing} {until}.",
    "{count} {people} {gathered} {at_town} {when} to {protest} {thing}.",
    "{who} {did} {thing} and asked that {party} {act} {thing} {until}.",
    "Text of {document} {concerning} {thing} {pouched}.",
    "{us} would appreciate {wanted} {concerning} {thing} {until}.",
    "{who} recalled that {year_ago} {party} had {acted} {thing}.",
    "Principal difficulty is that {claim}.",
    "{us} drew on {guidance} and made clear that {claim}.",
    "{who} {said} he could NOT RPT NOT {act} {thing} {until}.",
    "{us} understood from {source} that {claim}, although {caveat}.",
    "Meeting lasted {length} and was {tone}.",
    "As {us} reported earlier, {claim}.",
    "{body} is {expected} to {act} {thing} {until}.",
    "{vessel} {sailed} {from_town} {when} with {cargo}.",
    "{price} of {cargo} at {town} {moved} {small} percent since {month}.",
    '{who} used the phrase "{quip}" and smiled.',
    "{who} asked that his remarks be held closely, since {claim}.",
)

CLAIMS = (
    "{party} {will} {act} {thing} {until}",
    "{party} {will} {act} {thing} provided {claim_short}",
    "{thing} {would} {affect} {interest}",
    "{party} {hadbeen} {disposed} to {act} {thing}",
    "{body} had {acted} {thing} without {formality}",
    "no decision on {thing} was likely {until}",
    "{thing} had {effect} on {interest}",
    "{claim_short}",
    "it was {possible} that {claim_short}",
    "{who} wished {to_avoid} {trouble} over {thing}",
    "{party} attached {weight} to {thing}",
    "there was {degree} {agreement} on {thing}",
    "{trouble} at {town} {hadbeen} {exaggerated}",
    "{vessel} was {held} at {town} for {reason}",
    "{load} of {cargo} {would} be {needed} {until}",
    "{second} and {chief} were not in agreement on {thing}",
    "{thing} and {thing} were {linked} in the mind of {body}",
)

SHORT = (
    "{party} {acted} {thing}",
    "{thing} was {state}",
    "{body} was {disposed} to {act} it",
    "{trouble} {could} be {averted}",
    "costs were shared {shared}",
    "{interest} were {guarded}",
    "{document} was {state} {until}",
    "{party} kept silent",
    "{vessel} {could} {leave} {town}",
)

COMMENTS = (
    "{who} seemed {sincere} but {body} {will} have the last word on {thing}.",
    "{who} is {trait} and his account should be read with {care}.",
    "This is first indication that {claim}.",
    "Department will note that {claim}.",
    "Our impression is that {claim}, and we {recommend} {course}.",
    "We {see} little prospect that {claim}.",
    "Timing is {curious}, coming {interval} after {thing}.",
    "We {recommend} {course}.",
)

REQUESTS = (
    "Request Department's {wanted} on {thing} {until}.",
    "Please advise whether Department {would} {object} if {us} {did} {thing}.",
    "Action requested: {wanted} {concerning} {thing}.",
    "Unless instructed otherwise {us} {will} {act} {thing} {until}.",
    "Department pass {offices} as appropriate.",
)

# Instructions, as the Department writes them to a post.
ORDERS = (
    "You should {see_who} at earliest opportunity and {convey} that {claim}.",
    "Department {believes} {claim}.",
    "You may draw on foregoing in {your} discretion but should not leave {document}.",
    "In your talk with {who} you should avoid {trouble} over {thing}.",
    "We are {inclined} to {act} {thing} {until}.",
    "{who} of local Embassy called at Department {when} and {said} {claim}.",
    "Request your {wanted} {concerning} {thing} {until}.",
    "Department officer replied that {claim}.",
    "FYI: {claim_up}. END FYI.",
    "Department {concurs} your proposal to {act} {thing}, provided {claim_short}.",
    "For your background, {claim}.",
    "Posts should {report} {thing} {until}.",
)

# Reporting from a source, as an intelligence message has it.
TRACES = (
    "{name} {was_seen} at {town} {when} in company of {name}.",
    "{name}, {trade}, {age} years of age, is {related} of {name}.",
    "Source {said} {claim}.",
    "Source has {access} to {body} and is considered {grade}.",
    "{name} {travelled} {from_town} {when} with {papers}.",
    "Station has no traces on {name}.",
    "{name} claims that {claim}.",
    "Request traces on {name}, born about {born} at {town}.",
    "Meeting with {name} set for {clock_time} on {day}, at {spot}.",
    "Pls advise if {claim_short}.",
    "Station will {follow} {name} and report.",
    "{name} left {papers} at {spot}, and asked that {claim_short}.",
    "Above may be passed to {service} in sterile form.",
    "{sum} was paid to {name} {when}, of which {sum} remains.",
)

BROADCAST = (
    "The {official} {said} {when} that {claim}.",
    "{body_the} {announced} that {claim}.",
    "The correspondent of {paper} reports from {town} that {claim}.",
    "Speaking to {people} in {town}, {chief} {said} that {claim}.",
    "The commentary {noted} that {claim}.",
    "The station then carried {story} on {thing}.",
    "{count} {people} {gathered} {at_town} {when}.",
    "It will be recalled that {claim}.",
)

LETTERS = (
    "I have your letter of {month} {day_number} and am grateful for your thoughts on {thing}.",
    "As you know, {claim}.",
    "It would be most helpful if {claim_short}.",
    "I enclose {document} {concerning} {thing} for your files.",
    "We spoke of this briefly in {town}, when you {noted} that {claim}.",
    "Please let me know {until} whether {claim_short}.",
    "The matter was discussed at some length and it was agreed that {claim}.",
    "The undersigned has reviewed the file and finds that {claim}.",
    "A copy of this paper is being sent to {official} for his information.",
    "There is nothing further in the record to show that {claim_short}.",
)

WORDS: dict[str, tuple[str, ...]] = {
    "sentence": SENTENCES,
    "claim": CLAIMS,
    "claim_short": SHORT,
    "comment": COMMENTS,
    "request": REQUESTS,
    "order": ORDERS,
    "trace": TRACES,
    "broadcast": BROADCAST,
    "letter": LETTERS,
    "who": (
        "{chief}", "{second}", "{official}", "{third}", "{chief}'s private secretary",
        "my {nation} colleague", "{official} in charge of {field}", "port captain at {town}",
        "editor of {paper}", "former {official}", "the Bishop of {town}", "mayor of {town}",
    ),
    "official": (
        "Foreign Minister", "Director of Political Affairs", "Minister of Commerce",
        "Deputy Minister", "Chief of Protocol", "Minister of Works", "Under Secretary",
        "Director of American Affairs", "Harbor Commissioner", "Minister of Fisheries",
        "Surveyor General", "Chief of Cabinet", "Comptroller", "Inspector of Customs",
    ),
    "us": (
        "Embassy officer", "we", "Counselor", "I", "reporting officer", "Political Section",
        "Consul General", "Economic Counselor", "duty officer", "Commercial Attache",
    ),
    "them": (
        "Embassy officer", "us", "Counselor", "me", "reporting officer", "Ambassador",
        "Consul General", "Economic Counselor", "duty officer", "Commercial Attache",
    ),
    "said": (
        "said", "stated", "maintained", "remarked", "thought", "held", "suggested", "conceded",
        "was confident", "let it be known", "insisted", "feared", "complained", "volunteered",
    ),
    "added": ("added", "went on to say", "continued", "remarked in passing", "then conceded"),
    "noted": (
        "noted", "pointed out", "observed", "recalled", "stressed", "remarked", "made point",
        "emphasized", "expressed hope", "took occasion to say",
    ),
    "asked": ("asked", "inquired of", "pressed", "sounded", "wished to know from"),
    "discuss": ("discuss", "review", "raise", "go over", "explore", "settle", "take up"),
    "did": (
        "welcomed", "deplored", "took note of", "declined to discuss", "made light of",
        "dwelt at length on", "skirted", "came back repeatedly to", "accepted", "questioned",
    ),
    "when": (
        "today", "yesterday", "this morning", "last evening", "{day}", "on {month} {day_number}",
        "late {day}", "over weekend", "during lunch {day}", "at reception last night",
        "in course of {length} talk", "after Cabinet rose {day}",
    ),
    "until": (
        "before {day}", "until {month} {day_number}", "by end of {month}", "at present",
        "this session", "within next {few} days", "while talks continue", "pending survey",
        "prior to harvest", "in the new year", "for time being", "without delay",
        "before river opens", "so long as {second} is abroad",
    ),
    "month": (
        "January", "March", "June", "September", "November", "April", "October", "February",
        "July", "December", "May", "August",
    ),
    "day": ("Tuesday", "Monday", "Thursday", "Friday", "Wednesday", "Saturday", "Sunday"),
    "few": ("few", "ten", "three", "fourteen", "five", "twenty", "eight"),
    "party": (
        "{country} Government", "Government", "{chief}", "his Ministry", "the two sides",
        "Harbor Board", "opposition", "Cabinet", "the shipping ring", "the {nation} delegation",
        "Treasury", "growers' union", "the provincial council", "owner of {vessel}",
    ),
    "body": (
        "Cabinet", "Parliament", "Council of Ministers", "joint commission", "General Staff",
        "Foreign Office", "Chamber of Commerce", "Tariff Board", "{town} municipal council",
        "Seamen's Union", "National Bank", "Ministry of Works", "Fisheries Board",
        "party congress", "Lighthouse Authority", "Court of Appeal",
    ),
    "body_the": ("The Cabinet", "The joint commission", "The Tariff Board", "The General Staff"),
    "will": ("will", "would", "intends to", "is prepared to", "is unlikely to", "might"),
    "would": ("would", "could", "might", "would not", "should"),
    "could": ("could", "might", "can"),
    "hadbeen": ("had been", "was", "has been", "was not", "remained"),
    "disposed": ("disposed", "ready", "unwilling", "anxious", "reluctant", "free", "slow"),
    "act": (
        "accept", "reject", "postpone", "support", "publish", "amend", "consider", "defend",
        "review", "finance", "withdraw", "settle", "reopen", "press for", "block", "endorse",
        "circulate", "delay", "revive", "soften", "underwrite", "oppose", "extend", "ratify",
    ),
    "acted": (
        "accepted", "rejected", "postponed", "supported", "published", "amended", "reviewed",
        "withdrawn", "reopened", "pressed for", "endorsed", "circulated", "delayed", "revived",
        "opposed", "extended", "shelved", "initialed", "disowned",
    ),
    "thing": (
        "{matter}", "draft agreement", "{adj} proposal", "{aspect} question", "the {aspect} clause",
        "{adj} plan", "{nation} note", "terms offered at {town}", "exchange of notes",
        "the {aspect} survey", "visit of {second}", "use of {town} harbor", "{adj} compromise",
        "loan for {town} {works}", "tariff on {cargo}", "release of {vessel}", "{works} contract",
        "the {adj} formula", "recall of {third}", "the {month} communique", "{works} at {town}",
        "transit of {cargo}", "inquiry into {trouble}", "{aspect} fees", "{nation} claim",
    ),
    "aspect": (
        "boundary", "landing rights", "quota", "pilotage", "customs", "compensation", "tonnage",
        "demarcation", "transit", "salvage", "licensing", "water level", "inspection", "currency",
        "signalling", "cable", "airfield", "timetable", "quarantine", "mapping",
    ),
    "adj": (
        "new", "joint", "earlier", "revised", "{nation}", "interim", "confidential", "modest",
        "ambitious", "unsigned", "so-called", "original", "five-year", "tentative", "regional",
        "far-reaching", "technical", "half-forgotten", "unworkable", "face-saving",
    ),
    "works": (
        "bridge", "breakwater", "dry dock", "power station", "grain elevator", "cannery",
        "railway spur", "lighthouse", "reservoir", "radio mast", "cold store", "customs shed",
    ),
    "cargo": (
        "wheat", "timber", "salt fish", "cement", "rice", "coal", "copra", "newsprint", "hides",
        "raw cotton", "spare parts", "sugar", "ore", "seed potatoes", "jute", "rails", "wool",
    ),
    "interest": (
        "{country} interests", "our position", "relations with {nation} neighbors", "trade",
        "public order", "prestige of {chief}", "fishing fleet", "next year's budget",
        "{nation} opinion", "standing of {body}", "coastal villages", "the shipping season",
    ),
    "affect": ("harm", "serve", "complicate", "protect", "hardly touch", "reopen", "embarrass"),
    "effect": ("little effect", "sobering effect", "no effect", "unlooked-for effect"),
    "formality": (
        "prior notice", "reference to Parliament", "a vote", "consulting {second}", "publicity",
        "a quorum", "written instructions",
    ),
    "possible": ("possible", "unlikely", "probable", "out of the question", "conceivable"),
    "to_avoid": ("to avoid", "no", "to head off", "to profit from", "an end to"),
    "trouble": (
        "a quarrel", "incident", "a public dispute", "disturbances", "the walkout", "embarrassment",
        "a strike", "delays", "the collision", "rumors", "shortages", "flooding", "litigation",
    ),
    "exaggerated": (
        "exaggerated", "settled quietly", "foreseen", "played down by press", "used as pretext",
    ),
    "weight": ("great weight", "some importance", "no great weight", "growing importance"),
    "degree": ("general", "no", "substantial", "only limited", "grudging", "surprising"),
    "agreement": ("agreement", "support", "understanding", "enthusiasm", "candor"),
    "held": ("held", "detained", "boarded", "sighted", "refused water", "under repair"),
    "reason": (
        "want of papers", "unpaid dues", "breach of quarantine", "a faulty manifest", "salvage",
    ),
    "needed": ("needed", "shipped", "released", "bought forward", "warehoused"),
    "linked": ("linked", "confused", "kept apart", "inseparable"),
    "averted": ("averted", "contained", "explained away", "expected", "turned to account"),
    "shared": ("equally", "by thirds", "as before", "on basis of tonnage"),
    "guarded": ("safeguarded", "at stake", "not affected", "fully met"),
    "state": (
        "under study", "unresolved", "acceptable", "well received", "in suspense", "premature",
        "settled in principle", "before {body}", "badly drafted", "open to doubt", "moot",
    ),
    "leave": ("leave", "clear", "return to", "lie at"),
    "document": (
        "aide-memoire", "a note", "memorandum", "draft text", "a list of points", "a map",
        "letter from {chief}", "short paper", "sealed envelope", "the minutes", "press release",
    ),
    "concerning": ("concerning", "re", "on subject of", "regarding", "touching on"),
    "pouched": ("being pouched", "follows by airgram", "being sent by separate telegram"),
    "story": (
        "front-page story", "long editorial", "an unsigned column", "brief item", "an interview",
        "a series of articles", "cartoon and comment",
    ),
    "hints": ("claims", "hints", "implies", "asserts", "assumes", "denies"),
    "result": (
        "adjourned without vote", "named small committee", "approved it in principle",
        "sent it back to {body}", "put off decision", "heard {second} for {length}",
    ),
    "mood": ("tired", "cordial", "ill at ease", "relaxed", "in good humor", "well briefed", "curt"),
    "believe": ("believed", "considered", "assumed", "gathered", "doubted", "inferred"),
    "believes": ("believes", "considers", "assumes", "has no doubt", "remains concerned"),
    "indicate": ("indicate", "suggest", "confirm", "do not confirm", "allege"),
    "question": (
        "Asked about {thing},", "To our question re {thing},", "Pressed on {thing},",
        "When {thing} was mentioned,", "On {thing},",
    ),
    "count": ("Some 200", "About 3,000", "Not more than 50", "Several hundred", "Perhaps 1,200"),
    "people": ("dockers", "students", "growers", "clerks", "pilots", "townspeople", "teachers"),
    "gathered": ("gathered", "marched", "assembled quietly", "stood in rain"),
    "protest": ("protest", "support", "hear {chief} on", "learn outcome of"),
    "at_town": ("at {town}", "before {body}", "on quay at {town}", "outside {paper} offices"),
    "from_town": ("from {town}", "out of {town}", "for {town}"),
    "sailed": ("sailed", "cleared", "was towed", "put back", "was expected"),
    "wanted": (
        "views", "instructions", "guidance", "comments", "early reply", "legal opinion",
        "any information available", "concurrence",
    ),
    "year_ago": ("last year", "in {month}", "two years ago", "before the war", "under {second}"),
    "guidance": ("guidance", "instructions", "the Department's circular", "earlier talks"),
    "source": (
        "reliable source", "{nation} Charge", "a clerk of {body}", "local shipping agent",
        "{paper} correspondent", "usually well-informed lawyer", "wife of {third}",
    ),
    "caveat": (
        "we cannot confirm this", "he had it at second hand", "dates do not agree",
        "he may have had his own reasons", "others deny it",
    ),
    "length": ("an hour", "forty minutes", "most of afternoon", "twenty minutes", "two hours"),
    "tone": ("friendly", "businesslike", "frank", "inconclusive", "strained", "brief and formal"),
    "expected": ("expected", "bound", "thought", "said", "not likely"),
    "price": ("Price", "Cost", "Landed price", "Freight rate", "Black market price"),
    "moved": ("has risen", "has fallen", "rose by", "dropped by", "has moved up"),
    "load": ("{big} tons", "{big} bags", "{small} thousand tons", "{big} cases"),
    "sum": ("{big} dollars", "{small} hundred dollars", "{big} pounds", "{small} thousand francs"),
    "quip": (
        "a door left ajar", "one oar in the water", "neither fish nor flag", "rope enough for two",
        "the tide keeps no diary", "a bridge with one end", "soup before the guests",
    ),
    "sincere": ("sincere", "sincere in this", "speaking for himself", "out on limb"),
    "trait": (
        "vain but able", "new to his post", "close to {chief}", "fond of drama", "discreet",
        "no friend of {second}", "a careful man", "given to overstatement",
    ),
    "care": ("caution", "usual reserve", "this in mind", "some care"),
    "recommend": ("recommend", "would favor", "see advantage in", "suggest"),
    "course": (
        "a quiet approach to {chief}", "no reply for present", "early visit by {official}",
        "a statement limited to {thing}", "waiting for {body} to move", "joint reply with {nation}",
    ),
    "see": ("see", "find", "discern"),
    "curious": ("curious", "unfortunate", "no accident", "awkward", "worth noting"),
    "interval": ("two days", "a week", "only hours", "one month"),
    "object": ("object", "see objection", "prefer delay"),
    "offices": ("Commerce", "Interior", "Treasury", "Agriculture and Commerce", "Labor"),
    "see_who": ("see {chief}", "call on {chief}", "seek out {second}", "speak to {who}"),
    "convey": ("say", "convey", "make clear", "leave no doubt", "explain"),
    "your": ("your", "Ambassador's", "full"),
    "inclined": ("inclined", "not inclined", "prepared", "reluctant"),
    "concurs": ("concurs", "concurs in general with", "has no objection to", "does not concur in"),
    "report": ("report", "follow", "refrain from comment on", "report by airgram on"),
    "name": ("{chief}", "{second}", "{third}", "{other}", "{alias}"),
    "was_seen": ("was seen", "was recognized", "arrived", "stayed overnight", "was met"),
    "trade": (
        "ship chandler", "printer", "former pilot", "interpreter", "dealer in {cargo}", "tailor",
        "photographer", "port clerk", "teacher of languages", "radio repairman",
    ),
    "age": ("31", "44", "52", "38", "47", "29", "60", "35"),
    "related": ("cousin", "brother in law", "former employer", "partner", "nephew"),
    "access": ("access", "indirect access", "no longer access", "good access"),
    "grade": ("fairly reliable", "reliable", "untested", "well placed", "talkative"),
    "travelled": ("travelled", "flew", "came by bus", "sailed", "returned"),
    "papers": (
        "a suitcase", "two envelopes", "passport in other name", "seaman's book", "no luggage",
        "a letter for {other}", "film", "trade samples",
    ),
    "born": ("1912", "1919", "1924", "1908", "1931", "1927"),
    "clock_time": ("1900 hours", "0830 hours", "noon", "2100 hours", "1545 hours"),
    "spot": ("the ferry landing", "a cafe near {works}", "Hotel {town}", "railway buffet"),
    "follow": ("watch", "keep contact with", "sound out", "drop", "try to reach"),
    "service": ("local customs", "Embassy security officer", "military attache", "consulate"),
    "announced": ("announced", "has decided", "let it be known", "denied"),
    "small": ("four", "six", "eleven", "fifteen", "thirty", "nine", "seven"),
    "big": ("400", "1,250", "60", "12,000", "850", "3,600", "75"),
    "day_number": ("4", "17", "22", "9", "12", "28", "30", "2", "15", "6", "19", "25"),
}  # fmt: skip

# Subject lines, with the TAGS and the file number's class that would go with them.
MATTERS = (
    ("Fisheries Talks", "EFIS, PLOS", "398.245"),
    ("Civil Air Agreement", "EAIR, ETRN", "611.94"),
    ("Grain Shipments", "EAGR, EAID", "411.006"),
    ("Harbor Dues Dispute", "EWWT, ETRN", "840.045"),
    ("Boundary Commission", "PBOR, PFOR", "601.22"),
    ("Seizure of Coastal Steamer", "EWWT, PFOR", "711.046"),
    ("Press Comment on Cabinet Changes", "PINT, PGOV", "770.00"),
    ("River Dam Financing", "EFIN, EIND", "880.26"),
    ("Visit of Trade Delegation", "OVIP, ETRD", "411.11"),
    ("Cable Landing Rights", "ETEL, ECON", "974.00"),
    ("Municipal Elections", "PINT, PDEM", "770.00"),
    ("Lighthouse Treaty", "PLOS, EWWT", "398.45"),
    ("Timber Quota", "ETRD, EIND", "440.31"),
    ("Map Exchange", "PBOR, TPHY", "601.12"),
    ("Customs Union Negotiations", "ETRD, EFIN", "340.31"),
    ("Loan for Railway Spur", "EFIN, ETRN", "850.10"),
    ("Student Demonstrations", "PINS, SCUL", "750.00"),
    ("Copra Prices", "EAGR, ECON", "840.23"),
    ("Weather Station Agreement", "TPHY, PFOR", "611.93"),
    ("Quarantine Regulations", "TBIO, EWWT", "840.55"),
    ("Seamen's Strike", "ELAB, EWWT", "840.06"),
    ("Claims of Shipowners", "EWWT, CGEN", "611.44"),
    ("Radio Broadcast by Prime Minister", "PINT, SOPN", "770.13"),
    ("Salvage of Dredger", "EWWT, ASEC", "840.08"),
)

NATIONS = (
    "Swedish", "Dutch", "Portuguese", "Greek", "Indian", "Danish", "Chilean", "Irish", "Turkish",
    "Norwegian", "Peruvian", "Italian", "Thai", "Belgian", "Moroccan", "Brazilian",
)  # fmt: skip

# Parts of invented names: surnames, towns, ships and newspapers that nobody bears.
HEADS = (
    "Val", "Ker", "Mon", "Dra", "Hal", "Bel", "Tor", "San", "Ost", "Lan", "Mar", "Per", "Gal",
    "Rin", "Sol", "Bra", "Tan", "Kor", "Ven", "Del", "Fal", "Gor", "Lem", "Nav", "Ret", "Sten",
    "Tres", "Ulv", "Wes", "Zor", "Ard", "Bor", "Cas", "Dorn", "Eld", "Fenn", "Gren", "Hask",
)  # fmt: skip
MIDDLES = (
    "a", "o", "e", "i", "ar", "or", "en", "el", "an", "il", "is", "ov", "un", "et", "ad", "im",
    "ol", "ur", "av", "es",
)  # fmt: skip
TAILS = (
    "din", "mar", "vich", "sen", "tero", "low", "quist", "ndra", "bach", "sky", "ville", "nde",
    "rez", "ston", "kis", "gard", "lli", "moor", "wick", "taud", "burg", "dale", "nic", "zan",
    "pol", "field", "rand", "tov", "lez", "hart", "mund", "ric", "sso", "veld", "nez", "gate",
)  # fmt: skip
TOWN_TAILS = (
    "haven", "mouth", "grad", "ora", "anta", "bad", "abad", "pur", "ville", "stad", "porto",
    "minster", "ford", "ana", "olis", "ez", "una", "itsa", "wick", "ness", "ala", "anza",
)  # fmt: skip
SHIPS = ("SS", "MV", "the dredger", "the ferry", "the trawler", "the lugger")
PAPERS = ("Courier", "Gazette", "Tribune", "Morning Post", "Beacon", "Mercury", "Observer")
