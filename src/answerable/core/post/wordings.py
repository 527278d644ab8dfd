"""The words by which kinds of messages are known: of machines, of gateways, of those who confirm receipt."""

import re

from answerable.core.post.patterns import any_of

_ASKED = (
    r"(?:request|e-?mail|enquiry|inquiry|message|letter|correspondence|application|submission"
    r"|freedom of information|foi\b|eir\b)"
)
_PERSON = (
    r"(?:respond|reply|response|answer|contact(?: you)?|in touch|get back|dealt with|write to you"
    r"|hear from us)"
)

# Where such words end a subject, or go on as those of a machine do: “out of office hours” is a service.
_STOPS = (
    r"(?=\W*\Z|\s*[-:|)\]!.,]|,? (?:alert|auto\w*|repl(?:y|ies)|response|notif\w*|notice|message|until|till"
    r"|from|today|tomorrow|this|on|and|at"
    r"|with|returning|back|for|due|re:|\d))(?!-\w)"
)
AWAY_SUBJECT = any_of(
    r"\A\W*(?:\[?external\]?\W*)?(?:re:\s*)?(?:automatic reply|auto(?:matic)?[ :-]{0,2}(?:reply|response"
    r"|responder|answer)|autoreply"
    r"|ateb awtomatig|allan o'r swyddfa|i am (?:away|out of|on)|abwesenheits\w*|automatische antwort"
    r"|r.ponse automatique|respuesta autom.tica"
    r"|risposta automatica|automatisch antwoord)\b(?! times?\b)",
    r"\A\W*(?:\[?external\]?\W*)?(?:re:\s*)?(?:out[ -]of[ -](?:the[ -])?office|(?:on )?(?:annual "
    r"|maternity |paternity |sick )?leave"
    rf"|away from (?:the office|my (?:desk|mail|e-?mail))|absence|vacation|holiday)\b{_STOPS}",
    # Anywhere in a subject.
    rf"\bout[ -]of[ -](?:the[ -])?office\b{_STOPS}",
    r"[-:|(\[\])]\s*(?:automatic reply|auto[- ]?(?:reply|response|responder))\b(?! times?\b)",
    r"\b(?:auto-?reply|auto-?responder|autorespond)\W*\Z",
    r"\bis (?:now )?(?:out of|away from) the office\b",
    r"\A\S.{0,80} is (?:on (?:annual |maternity |sick )?leave|away)\b",
    r"\A(?:ooo|ooto)\b",
)
SURELY_AWAY = any_of(
    r"out[ -]of[ -](?:the[ -])?office",
    r"allan o'r swyddfa",
    r"on (?:annual |maternity |paternity |sick )?leave",
    r"\baway\b",
    r"absence|vacation|holiday|\Aooo\b",
)
AWAY = any_of(
    r"\b(?:i am|i'm|i will be|i'll be|is|am|are) (?:currently |now |presently )?(?:away"
    r"|out of (?:the )?office|on (?:annual |maternity |paternity |sick |study |special )?leave|on holiday"
    r"|not in the office|absent|off work)\b",
    r"\bout of (?:the )?office (?:until|from|today|on|this|and|at|with|till)\b",
    r"\b(?:return(?:ing)?|back) (?:to (?:the office|work)|in the office|on (?:mon|tues|wednes|thurs|fri"
    r"|satur|sun)day|on \d)",
    r"\bno longer (?:work|employed|with)\b|has (?:now )?left (?:the|this)\b",
    r"\bin my absence\b|during my absence|whilst i am away|while i am away",
    r"limited access to (?:my )?e-?mail|no access to (?:my )?e-?mail",
    r"annual leave|maternity leave",
    r"\bi (?:do not|don't) work (?:on )?(?:mon|tues|wednes|thurs|fri)day|my working (?:days|hours) are",
    r"allan o'r swyddfa|ar wyliau",
)
RECEIPT_SUBJECT = any_of(
    r"acknowledg",
    r"\breceipt\b",
    r"received your",
    rf"{_ASKED} (?:has been |was )?received",
    r"thank you for (?:your|contacting|getting)",
    r"\A(?:we have|we've) (?:received|logged)",
    r"cydnabod|cydnabyddiaeth",
    r"\Aread: ",
)
_SECURE = r"(?:secure|encrypted|protected|confidential)"
_OPEN = r"(?:click|log ?in|sign ?in|register|follow|visit|download|use the (?:link|button))"
NOTICE_SUBJECT = any_of(
    r"\Aplease (?:confirm|verify) (?:your|you)",
    r"(?:confirm|verify) (?:that )?you(?:'re| are) (?:a )?(?:human|not|real)",
    r"sender (?:verification|confirmation|authentication)|challenge[- ]response",
    r"\byou have (?:received )?(?:a |an )?(?:new )?(?:secure|encrypted|protected) (?:message|e-?mail|file)",
    r"activation required|confirm your (?:e-?mail|message)",
    r"(?:secure|encrypted|protected) (?:e-?mail|mail|message) (?:notification|delivery|waiting)",
    r"has sent you an? (?:secure|encrypted|protected)",
)
# A notice tells its reader what to do; an answer may speak of portals and of codes.
TO_THE_READER = any_of(
    r"\b(?:for|sent|to) you\b|\byou(?:'ve| have)(?: just)? (?:received|been sent|a |an )"
    r"|\byour (?:\w+ ){0,2}(?:message|response|documents?|account|reply|request|e-?mail|inbox)\b",
    r"(?:\A|[.!?:;,>] |\b(?:please|then|and|you (?:can|must|may|should|will need to|need to"
    r"|will be asked to)|(?:to|in order to) [^.,]{3,60},) )"
    r"(?:click|sign in|log ?in|log on|register|open|read|follow|download|visit|verify|enter|use|go to"
    r"|complete|reply|save|confirm)\b",
    r"\byou(?:'ll| will) (?:also )?need (?:the|a|your|to)\b",
    r"\b(?:cliciwch|mewngofnod\w+|i chi|atoch|eich)\b",
)
NOTICE = any_of(
    rf"send you (?:a |an )?{_SECURE} (?:message|e-?mail|document)",
    rf"{_SECURE} (?:message|e-?mail|document) is waiting|verschlüsselte nachricht",
    rf"(?:sent you|have received|you've received|received|you have|there is|containing|contains) (?:a "
    rf"|an |one )?(?:new )?{_SECURE} (?:message|e-?mail|document|file|package|communication)",
    rf"{_SECURE} (?:message|e-?mail|document)\b[^.]{{0,100}}(?:click|log ?in|sign ?in|register|open|read"
    rf"|view|collect"
    r"|retrieve|portal)",
    rf"{_OPEN}[^.]{{0,80}}(?:read|view|open|retrieve|collect|access|decrypt) (?:the |your |this |it "
    rf"|a )?{_SECURE}",
    r"\begress (?:switch|secure|protect|workspace|account|web access)|switch\.egress",
    r"mimecast (?:secure messag|large file|portal)|secure messaging portal|(?:proofpoint|zixmail|zix"
    r"|cisco|voltage|galaxkey) (?:encrypt|secure|registered)|registered envelope service"
    r"|office 365 message encryption|encrypted using",
    r"one[- ]?time[- ]?(?:pass(?:code|word)|code)",
    r"(?:prove|verify|confirm|show)[^.]{0,40}(?:you are|you're|that you are) (?:a |an )?(?:\w+ )?(?:human"
    r"|not a robot|not a spammer|person|legitimate|not a machine)",
    r"\b(?:not|isn't|aren't) (?:a |an )?(?:spam ?)?(?:ro)?bot\b|(?:held|stopped|caught) (?:by|in) (?:our|my"
    r"|the) (?:spam|junk|e-?mail) ?filter[^.]*\. (?:to release|please)"
    r"|(?:enter|type) the (?:characters|letters|code|words) (?:shown|in the|below|you see)",
    r"\bneges (?:ddiogel|wedi'i hamgryptio)|\b(?:porth|cyfrif)\b.{0,100}\bmewngofnod"
    r"|\bmewngofnod\w*.{0,100}\b(?:porth|cyfrif|ddarllen|weld)\b",
    r"\bsecure file (?:transfer|share|sharing)|\b(?:files?|documents?) (?:have been|has been|was"
    r"|were) shared with you",
    r"\bvia (?:galaxkey|egress|mimecast|zix|objective connect|sharefile|quatrix|voltage|proofpoint)\b",
    r"(?:complete|solve|answer) (?:the|this|a) (?:\w+ )?(?:captcha|challenge|puzzle)",
    r"challenge[- ]response|sender verification|boxbe|spamarrest|spam arrest",
    r"(?:confirm|verify|validate) your (?:e-?mail address|identity|message)[^.]{0,80}(?:click|link|below"
    r"|reply|deliver)",
    r"(?:click|follow|reply|use)[^.]{0,80}(?:to |and )?(?:confirm|verify|release"
    r"|authenticat)\w*[^.]{0,40}(?:your|you|the|this) (?:e-?mail|message|address|sender|are|deliver)",
    r"message (?:is|has been|will be) (?:held|on hold|quarantined)[^.]{0,80}(?:confirm|verif|until|click)",
    r"(?:reply|response|decision|document|information|message|correspondence)\b[^.]{0,80}(?:is|are|been"
    r"|now) (?:now )?(?:ready|available|waiting|uploaded|published|posted)[^.]{0,80}(?:portal|log ?in"
    r"|logging|sign ?in|signing|account|download|collect|link below|to view)",
    r"(?:log ?in|sign ?in|go|please visit)(?: on)? ?to (?:the|your|our)[^.]{0,40}(?:portal"
    r"|account)[^.]{0,80}(?:view|read|download|collect|see|access)",
    r"(?:new message|update|response|reply|document)s?[^.]{0,60}(?:in|on|to|via|from) (?:your|the"
    r"|our) (?:\w+ ){0,4}(?:portal|account|workspace)\b.{0,160}(?:log|sign|click|view|read)",
    r"(?:view|read|download|access)(?:ed)? (?:your|the|this) (?:response|reply|message"
    r"|documents?)[^.]{0,60}(?:by )?(?:click|log|sign|on our portal|online)",
)
_GIVEN = (
    r"(?:response|reply|answers?|decision|information|data|spreadsheet|document|letter|disclosure"
    r"|refusal notice)"
)
ANSWERED = any_of(
    r"(?:please find|find|please see|i attach|we attach|i enclose|we enclose|i have attached"
    r"|we have attached)\b(?![^.]{0,80}(?:acknowledg|holding|receipt))[^.]{0,60}(?:attached|enclosed"
    r"|below|herewith|response|reply|answer|copy|spreadsheet|information)",
    rf"\b(?:attached|enclosed|below|set out below) (?:is|are|you will find"
    rf"|please find)\b[^.]{{0,80}}{_GIVEN}",
    rf"\b(?:our|the|my|full|a|your) (?:\w+ ){{0,3}}{_GIVEN}\b[^.]{{0,60}}(?:is attached|are attached"
    rf"|attached|is below|are below"
    r"|below|as follows|follows|is enclosed|set out)",
    r"\bin (?:response|reply|answer) to your (?:\w+ ){0,6}(?:questions?|request|enquiry|letter"
    r"|e-?mail)[^.]{0,200}(?:,|:|we|the council|the trust|i) (?:\w+ ){0,3}(?:can|do|does|have|has|hold|is"
    r"|are|confirm|provide|no|yes|please)\b",
    r"\b(?:we|council|trust|board|authority|department|i|ccg|practice|service) (?:\w+ )?(?:do|does|did"
    r"|can|could|is|are|am)(?: |n't |n’t )(?:not )?(?:not )?(?:currently |actually )?(?:hold|commission"
    r"|record|collect|have|provide)\b(?! to (?:respond|reply|be))",
    r"\b(?:is|are) not held\b|\bnot hold (?:any|the|this|that|such)|information not held\b"
    r"|\bno (?:recorded )?information (?:is )?held",
    r"\b(?:under|by virtue of|pursuant to|section|s\.|regulation) ?(?:section |s\.? ?)?(?:12|14|21|22|30"
    r"|31|35|36|38|40|41|42|43)\b(?![^.]{0,60}(?:require|working days))",
    r"\b(?:is|are|was|were|considered|therefore|information) exempt(?:ed)?\b[^.]{0,40}(?:from|under"
    r"|information)|\bapply(?:ing)? (?:the |an )?exemption|exemption (?:applies|at|under)",
    r"\b(?:we|i|must|have|therefore|decided to|are|hereby) (?:\w+ )?refus(?:e|ed|ing)\b",
    r"\bi can confirm (?:that )?(?:we (?!have (?:received|logged|passed))"
    r"|the (?!receipt)\w+ (?!has been received|was received|request))",
    r"\bwe can confirm (?:that )?(?:we (?!have (?:received|logged|passed))|the (?:council|trust|board"
    r"|service|department|authority)|there|in)\b",
    r"^\s*(?:q(?:uestion)?\s?\d+|\d{1,2}[.)])\s.{0,400}\n+\s*(?:yes|no|none|n/?a|nil|£?\d(?!\d?[.):]))",
    r"^\s*(?:(?:answer|response|our response)\s?\d{0,2}\s?[:.]|a\s?\d{1,2}\s?[:.]|a:)\s*\S",
    r"(?:^|[.:?] )(?:yes|no)[,.:;] ?(?:we|the|there|it|this|our|i)\b",
    r"^\s*(?:yes|no)\s*[.,]?\s*$",
    r"\bplease see\b[^.]{0,60}(?:attached|below|response|link)",
    r"\binformation (?:that )?(?:you (?:have |had )?(?:requested|asked for|require)|requested"
    r"|sought)\b[^.]{0,80}(?:is (?:as follows|set out|provided|available|attached|below|published|listed)"
    r"|can be (?:found|accessed|viewed)|: )",
    r"\b(?:is|are) (?:already )?(?:published|publicly available|available (?:on|at|from) (?:our|the|this"
    r"|https?))",
    r"\bthe (?:total|number|answer|figure|cost|amount|budget) (?:\w+ ){0,8}(?:is|was|were) (?:£|\d|yes|no"
    r"|nil|zero|none)",
    r"\b(?:hold|holds|held|have|has) no\b(?! doubt| objection)|\bnothing (?:is )?held\b",
    r"your (?:\w+ ){0,3}request (?:has been|is) (?:now )?(?:refused|closed|completed|transferred|withdrawn)",
    r"\b(?:exceed|exceeds|exceeded) the (?:appropriate|cost|fees) (?:limit|threshold)",
    r"should (?:be )?(?:re-?)?(?:direct|contact|send|address|submit)\w*[^.]{0,60}(?:nhs|council|board"
    r"|trust|body|authority|ccg|icb)\b",
    flags=re.I | re.M,
)
CLARIFY = any_of(
    r"(?:please|could you|can you|would you|grateful if you|need you to|ask you to|require you to"
    r"|before we can|in order to)[^.?]{0,120}(?:clarif|specify|be more specific|narrow|explain what"
    r"|provide (?:more|further|additional) (?:detail|info|clar)|let (?:us|me) know (?:which|what|whether"
    r"|if)|confirm (?:which|what|whether|if|your))",
    r"(?:seek|seeking|require|need|requesting|ask(?:ing)? for|await(?:ing)?) (?:some |further "
    r"|additional |your )?clarification",
    r"clarification (?:is )?(?:required|needed|requested|sought)",
    r"(?:clock|time)[^.]{0,40}(?:stopped|paused|on hold|suspended|restart)",
    r"what (?:do|did) you mean by",
)
NO_REPLY = re.compile(
    r"(?:\A|[\W_])(?:do[-_. ]?not[-_. ]?(?:reply|respond)|dont[-_. ]?reply|no[-_. ]?(?:reply|response)"
    r"|unmonitored|not[-_. ]?monitored)(?:\Z|[\W_\d])"
    r"|(?:noreply|donotreply)[\w.-]{0,60}@",
    re.I,
)
