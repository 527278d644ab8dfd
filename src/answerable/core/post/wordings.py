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

AWAY_SUBJECT = any_of(
    r"\A\W*(?:re:\s*)?(?:automatic reply|auto(?:matic)?[ :-]{0,2}(?:reply|response|responder|answer)"
    r"|autoreply|out[ -]of[ -](?:the[ -])?office|ateb awtomatig|allan o'r swyddfa|on (?:annual "
    r"|maternity |paternity |sick )?leave|away from (?:the office|my (?:desk|mail|e-?mail))|absence"
    r"|vacation|holiday reply|i am (?:away|out of|on)|abwesenheit)\b",
    r"\bout[ -]of[ -](?:the[ -])?office\b(?! (?:hours|space|work))",
    r"\b(?:auto-?reply|auto-?response|auto-?responder|autorespond)\b",
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
    r"one-?time pass(?:code|word)",
    r"(?:prove|verify|confirm|show)[^.]{0,40}(?:you are|you're|that you are) (?:a |an )?(?:\w+ )?(?:human"
    r"|not a robot|not a spammer|person|legitimate|not a machine)",
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
    r"|our) (?:\w+ ){0,4}(?:portal|account|workspace)\b[^.]{0,120}(?:log|sign|click|view|read)",
    r"(?:view|read|download|access)(?:ed)? (?:your|the|this) (?:response|reply|message"
    r"|documents?)[^.]{0,60}(?:by )?(?:click|log|sign|on our portal|online)",
)
CONFIRMED = any_of(
    rf"(?:acknowledg\w*|confirm\w*)\s[^.]{{0,80}}(?:receipt|received|{_ASKED})",
    r"(?:receipt (?:of|is)|receiving) (?:your|the|acknowledged|my)",
    rf"(?:your|the|this) (?:[\w()/-]+ ){{0,8}}{_ASKED}[^.]{{0,100}}(?:has been|was|have been|is being|is"
    rf"|has now been)"
    r" (?:now |safely |successfully )?(?:received|logged|registered|passed|forwarded|allocated|recorded"
    r"|assigned|dealt with|processed|considered|progressed)",
    rf"(?:thank you|thanks|many thanks) for (?:your|contacting|submitting|getting|the|e-?mailing"
    rf"|writing)[^.]{{0,140}}(?:{_ASKED}|\bus\b|council|trust|board|department|team|\Z)",
    r"we (?:have|'ve|are in receipt)(?: now)? (?:received|logged|registered|of your)",
    rf"(?:i|we)(?:'ve| have)? received your {_ASKED}",
    r"your (?:unique )?(?:case |request )?(?:reference|ref)(?: number| no\.?)? (?:is|for)",
    r"\bholding (?:reply|response|letter)\b",
    r"(?:request|e-?mail|message|enquiry) received\b",
    r"(?:diolch|cydnabod)[^.]{0,80}(?:cais|e-?bost|neges|ymholiad)",
    r"\byour message\b.{0,200}\bwas read on\b",
    r"is receiving attention",
)
PROMISED = any_of(
    r"(?:will|shall|aim to|endeavour to|hope to|should|we'll|expect to|can expect|must|required to|due"
    r"|intend to|try to)"
    rf"\b[^.]{{0,160}}(?:{_PERSON}|working days|statutory|deadline)",
    r"working days|statutory (?:deadline|time|period|limit)|20 days|twenty (?:working )?days",
    r"being (?:processed|dealt with|considered|looked into|progressed|investigated)",
    r"(?:passed|forwarded|allocated|assigned|sent on|referred)\b[^.]{0,80}(?:team|department|officer"
    r"|colleague|service|unit)",
    r"\bin due course\b|as soon as (?:possible|we can|practicable)|shortly\b",
    r"please (?:quote|allow|use this reference|keep)",
    r"is receiving attention|still (?:being |collating|gathering|working|awaiting|looking)",
    r"apologi[sz]e for the delay|sorry for the delay|need (?:more|further|additional) time",
    r"diwrnod gwaith",
)
_GIVEN = (
    r"(?:response|reply|answers?|decision|information|data|spreadsheet|document|letter|disclosure"
    r"|refusal notice)"
)
ANSWERED = any_of(
    r"(?:please find|find|please see|i attach|we attach|i enclose|we enclose|i have attached"
    r"|we have attached)\b[^.]{0,60}(?:attached|enclosed|below|herewith|response|reply|answer|copy"
    r"|spreadsheet|information)",
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
    r"\bexempt(?:ed)?\b[^.]{0,40}(?:from|under|information)|\bapply(?:ing)? (?:the |an )?exemption"
    r"|exemption (?:applies|at|under)",
    r"\b(?:we|i|must|have|therefore|decided to|are|hereby) (?:\w+ )?refus(?:e|ed|ing)\b",
    r"\bi can confirm (?:that )?(?:we (?!have (?:received|logged|passed))"
    r"|the (?!receipt)\w+ (?!has been received|was received|request))",
    r"\bwe can confirm (?:that )?(?:we (?!have (?:received|logged|passed))|the (?:council|trust|board"
    r"|service|department|authority)|there|in)\b",
    r"^\s*(?:q(?:uestion)?\s?\d+|\d{1,2}[.)])\s.{0,400}\n+\s*(?:yes|no|none|n/?a|nil|£?\d)",
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
    r"|unmonitored|not[-_. ]?monitored)(?:\Z|[\W_\d])",
    re.I,
)
