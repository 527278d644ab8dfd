"""The sentences that confirmations of receipt are made of, in English and Welsh.

Each set says what a sentence is about; none is enough by itself (see receipts).
"""

import re

from answerable.core.post.patterns import any_of

_ASKED = (
    r"(?:requests?|e-?mails?|enquir(?:y|ies)|inquir(?:y|ies)|messages?|letters?|correspondence|application"
    r"|submission"
    r"|freedom of information|foi\b|eir\b|query|queries|ticket|case|matter|complaint)"
)
_US = (
    r"(?:we|i|you|it|they|this|that|which|who|he|she|[\w' ]{1,40}(?:team|department|officer|office"
    r"|council|trust|board|authority|service|colleagues?|response|reply))"
)
_REPLY = (
    r"(?:repl(?:y|ied)|respond(?:ed)?|respon[sc]es?|answer(?:ed)?|contact(?:ed)?|in touch|get back|got back"
    r"|come back|hear(?:ing)?(?: back)?"
    r" from|write (?:to you )?again|write to you|writing to you|let you know|inform(?:ed)?|notif(?:y|ied)"
    r"|advised?|updated?|send (?:it|you|our|the|a|this|that)\b"
    r"|be (?:sent|issued|provided)|receive (?:a|our|the|your|an|this|it)\b|have (?:a|our|the) (?:reply"
    r"|response"
    r"|answer)|take longer|be longer|be (?:dealt"
    r"|handled|processed|considered|treated|looked|passed|forwarded|allocated|assigned|logged|managed"
    r"|actioned|progressed|shared|read|reviewed"
    r"|suspended|required|asked|consulted|payable|charged|calculated|disclosed|released|withheld|delayed)"
    r"|deal(?:t|ing)? with|look into|look at"
    r"|chase|consult|assist|help|tell you|assess\w*|consider (?:your|the|whether)|ask you|charge"
    r"|clarification|proceed\w*|meet)"
)
SIGN_OFF = re.compile(
    r"^[ \t*_]{0,9}(?:yours (?:sincerely|faithfully|truly|ever)|(?:kind(?:est)?|best|warm(?:est)?|many"
    r"|with(?: kind| best)?|my|with kindest)? ?regards"
    r"|best wishes|(?:with )?(?:many )?thanks(?: and (?:kind|best) (?:regards|wishes))?|(?:with )?thank you"
    r"|cheers|sincerely|yn gywir(?: iawn)?"
    r"|yn ddiffuant|cofion(?: \w+){0,2}|dymuniadau gorau|diolch(?: yn fawr)?"
    r"|all the best)[ \t*_]{0,9}[,.!]{0,2}[ \t*_]{0,9}$",
    re.I | re.M,
)
GREETING = re.compile(
    r"\W*(?:(?:dear|annwyl|hi|hello|hiya|helo|good (?:morning|afternoon|evening|day)|bore da|prynhawn da"
    r"|to whom it may concern)\b(?!.*\b(?:is|are|was|were|has|have|do|does|no|not|we|yes|they)\b)"
    r"[^.?!\d]{0,60}[,.!:]?|(?:all|sirs?)\W*|fao\b.{0,60}|(?:official|sensitive|private and confidential"
    r"|confidential"
    r"|unclassified|not protectively marked|\W)+"
    r"|please type your reply above this line|this is an automated (?:e-?mail|message|response|reply)\W*"
    r"|yours .{0,30}|(?:kind|best|many)? ?(?:regards|wishes|thanks)\W*|thank you\W*|thanks\W*"
    r"|diolch(?: yn fawr)?\W*)",
    re.I,
)
PLEASE_NOTE = re.compile(
    r"\A\W*(?:(?:please|kindly) (?:be (?:aware|advised|assured)|note)|(?:i|we) (?:would"
    r"|should) (?:like to )?(?:point out|advise)|rest assured)"
    r"[,:]?(?: that)?[,:]? ",
    re.I,
)
LABEL = re.compile(
    r"\W*(?:[temfwa]:|(?:(?:our|your|request|case|foi|unique|enquiry|ticket|customer|tracking|the)[ /]){0,3}"
    r"(?:ref(?:erence)?|id|case|number|no|subject|title|status|received|submitted|date|due|deadline|request"
    r"|summary|topic|category|service"
    r"|department|directorate|team|assigned to|handled by|officer|contact|name|e-?mail|tel|telephone|phone"
    r"|mobile|fax|website|web|address|from|to"
    r"|priority|type|category|organisation|response|dyddiad|cyf(?:eirnod)?|ffôn)"
    r"(?: (?:number|no\.?|received|submitted|logged|due|date|by|name|title|type|of (?:receipt|request)"
    r"|for response|id|target|status|subject|details"
    r"|and time|address)){0,3} ?[:#])(?!.*\b(?:yes|no|none|nil|we|is|are|was|were|hold|has|have)\b)",
    re.I,
)
RESTATES = re.compile(
    r"\b(?:you (?:have |had |'ve )?(?:asked|requested|wrote|sought)|(?:details|text|copy|summary"
    r"|content) of (?:your|the) (?:request|enquiry|message|e-?mail)"
    r"|(?:you made|made) the following|(?:your|the) (?:request|enquiry|message|question|details)(?: (?:was"
    r"|is|reads|as follows|details|text|in which you \w+))*:"
    r"|request (?:details|text|description|summary)|\A\W*(?:your|the) (?:original )?(?:request|message"
    r"|enquiry)\W*\Z|following (?:request|information|questions?)\b.{0,60}:)",
    re.I,
)
ASKED_BACK = re.compile(
    r"\b(?:did you know|how (?:did|are) we do|have you (?:tried|visited|seen|considered|found)|need (?:help"
    r"|more)|happy with|what happens (?:next|now)"
    r"|urgent|how (?:long|can i|do i|will)|when will|unhappy|questions|not satisfied|any queries)",
    re.I,
)
SIGNAL = any_of(
    r"\backnowledg\w*(?: (?:safe )?receipt)?(?: of)?(?: your \w+)?",
    r"\breceipt (?:of (?:your|the|this|a|my)|is|for)\b|\bin receipt\b|\bconfirm\w* (?:safe )?receipt\b",
    r"\b(?:sorry|apolog\w+)\b[^.]{0,40}\bdelay in (?:repl|respond|getting back|answering|sending|providing)",
    rf"\b(?:your|the|this|an?) (?:[\w()/.'\"#-]+,? ){{0,10}}{_ASKED}\b[^.]{{0,120}}\b(?:has|was|have|is|are"
    r"|were|been)(?: now| been| being| safely"
    r"| successfully| currently| also)*"
    r" (?:received|logged|registered|passed|forwarded|allocated|recorded|assigned|dealt with|processed"
    r"|considered|progressed|created|sent on|given"
    r"|reviewed|looked (?:at|into)|handled|treated|opened|submitted|acknowledged|noted|referred|raised"
    r"|with (?:the|our)|in hand|actioned|transferred"
    r" to (?:our|my))",
    r"\b(?:we|i)(?:'ve| have)?(?: now| safely| also| today)? (?:received|logged|registered|recorded|got"
    r"|noted)(?: \w+){0,2} (?:your|the|this|an?) (?:[\w'/-]+ ){0,6}"
    rf"{_ASKED}",
    rf"\A(?:{_ASKED} |safely |all )*received\b|\b{_ASKED} received\b|\breceived (?:with thanks|safely|thank)",
    r"\b(?:thank you|thanks|many thanks)(?: very much"
    rf"| so much)? (?:again )?for\b[^.,;:]{{0,160}}(?:{_ASKED}|\bus\b|\bthis\b|council|trust|board"
    r"|department|team"
    r"|below|patience|getting in touch|writing|information|update|reminder|submi\w+|form|call"
    r"|reply)[^.,;:]*(?:[.!]|\Z|:?\s*[\"'\n]|[,:;-] (?:which|dated|received|in which|where|sent"
    r"|regarding|about|concerning|of|addressed|under|and (?:for|your)|as|it|this|we(?:'ve| have| will|'ll)"
    r"|i(?:'ve| have| will|'ll)|receipt)\b)",
    rf"\bwe have (?:got )?your {_ASKED}|\b(?:it|this|which) is being (?:worked|looked|processed|dealt"
    r"|considered)",
    r"\bholding (?:reply|response|letter|e-?mail)\b",
    r"\byour (?:unique )?(?:case |request |foi |enquiry |ticket )?(?:reference|ref)(?: number"
    r"| no\.?)? (?:is|for)\b",
    r"\b(?:has|have) (?:now |safely )?(?:reached|arrived)\b",
    r"\b(?:has|have) been (?:allocated|assigned|given|logged)\b[^.]{0,60}\b(?:reference|number|ref|case)\b",
    r"is receiving (?:our )?attention|\bneed\b[^.]{0,30}\b(?:more|further|additional) time\b|\b(?:landed"
    r"|in hand)\b",
    r"\b(?:await\w*|with \w+ for|subject to) (?:\w+ ){0,2}(?:approval|sign[- ]?off|clearance)",
    r"\byour message\b.{0,200}\bwas read on\b",
    r"\b(?:i|we)(?: have|'ve) copied in (?:our|the)\b",
    # On its way to somebody who will answer.
    r"\b(?:i|we)(?:'ve|'m|'re| have| am| are| will)?(?: now| also)? (?:pass|forward|sen[dt]|refer|shar"
    r"|allocat|assign|rout|cop)(?:ed|red|ied|ing|ring|ying|e)?(?: in)?"
    r" (?:it |this |that |the |your |them )?[^.]{0,60}\b(?:on|to|for|with)\b[^.]{0,80}(?:team|officer"
    r"|colleague|department|lead|manager|unit|service"
    r"|office|attention|governance|foi|who)",
    # Not finished.
    r"\b(?:i|we|they|the \w+|who)(?:'m|'re|'ve been| am| are| is| have been)(?: currently| now| still"
    r"| presently| continuing to| in the process of| just)?"
    r" (?:look(?:ing)? (?:into|at|for)|working (?:on|through|to)|gather\w*|collat\w*|compil\w*"
    r"|prepar\w* (?:a|our|the) re|consider(?:ing)? (?:your|the|this|it)"
    r"|process\w* (?:your|this|it|the)|consult\w*|wait\w*|await\w*|search\w*|review\w* (?:your"
    r"|the (?:information|request))|check\w*|liais\w*|deal\w* with|experienc\w*"
    r"|seek\w* (?:the|a|this|further)|chas\w*)",
    r"\bstill (?:be ?ing )?(?:consult|collat|gather|working|await|wait|being|under consideration"
    r"|outstanding|looking|processing|investigat|compil|collect)",
    r"\b(?:not|yet)\b[^.]{0,40}\b(?:been able to|had a reply|completed?|receiv\w+|finalis\w+|in a position"
    r"|able to (?:respond|reply|provide you))",
    r"(?:unable|not (?:be )?able|need (?:more|further|additional) time|extend(?:ing"
    r"|ed)?)[^.]{0,100}(?:deadline|within|time|by\b|consider|period|days)",
    r"\brydym (?:ni )?(?:wedi|yn)|\b(?:derbyn|dderbyn|cydnab)\w*|\bdiolch\b[^.]{0,80}(?:cais|e-?bost|neges"
    r"|ymholiad|llythyr|gysylltu)",
)
HANDLING = any_of(
    # What will be done.
    rf"\b{_US}\b[^.]{{0,60}}(?:\b(?:will|shall|aims?|endeavours?|hopes?|expects?|should|intends?|must|try"
    r"|trying|plans?|have|be able|has|can|would|required|due)\b|'ll\b)"
    rf"[^.]{{0,200}}\b{_REPLY}",
    rf"\b{_REPLY}\b[^.]{{0,120}}\b(?:by|within|before|on or before|no later than|in due course|shortly"
    r"|as soon as|soon|promptly|when|once|due|expected|sent)\b",
    r"\b(?:due (?:date|by|on)|deadline|date by which|target date|response (?:is )?due)\b",
    r"\bworking days?\b[^.]{0,100}(?:respon|repl|answer|request|enquir|receipt|deadline|e-?mail|message"
    r"|period|limit|begin|clock|act\b)|(?:respon|repl|answer|request"
    r"|enquir|receipt|deadline|e-?mail|message|contact|statutory|clock|act|complex\w*|allow|back to you"
    r"|possible|within)\b[^.]{0,200}\bworking days?",
    r"\bstatutory (?:deadline|time|period|limit|requirement)|\btime ?(?:limit|scale|frame)s?\b",
    rf"\b(?:it|this|that|which|{_ASKED})\b[^.]{{0,60}}\b(?:is|are|was|has|have|being|been)(?: now| been"
    r"| being| currently| also)* (?:dealt|handled|processed|considered|treated|looked"
    r"|passed|forwarded|allocated|assigned|logged|progressed|investigated|actioned|sent (?:on )?to"
    r"|with (?:the|our|my)|subject to|under consideration|shared)",
    rf"\b(?:as|receive|received|process(?:es)?|handle|handles)\b[^.]{{0,60}}\b(?:all|many|large|high"
    rf"|volume)\b[^.]{{0,40}}{_ASKED}",
    # What may happen.
    r"\b(?:if|whether|should|where|unless|in the event|in some c\w+)\b[^.]{0,240}\b(?:will|shall|may"
    r"|might|would|can|could|please|let (?:us|you|me) know|contact|call|ring|do(?:n't| not) hesitate"
    r"|visit)\b",
    r"\b(?:please|kindly)\b[^.]{0,80}\b(?:contact|call|telephone|ring|quote|contact|reply|respond|allow"
    r"|keep|accept|bear with|visit|hesitate|use|add|include|refer|retain|note down|wait|chase|email|e-mail"
    r"|get in touch)\b"
    r"(?![^.]{0,80}\b(?:provide|clarif|confirm|tell us|let us have)\b)",
    r"\b(?:may|might|could|can)\b[^.]{0,80}\b(?:fees?|charges?|payable|exempt\w*|third part(?:y|ies)"
    r"|delay\w*|longer|consulted|clarification|time limit|extend\w*|qualified)\b",
    r"\b(?:fees?|charges?|payable|exempt\w*|third part(?:y|ies)|delay\w*|clarification)\b[^.]{0,80}\b(?:may"
    r"|might|could)\b",
    r"\byou may (?:wish|want|like|also|ask|find it)\b|\byou (?:are|have) (?:the right|entitled)",
    r"\bin the meantime\b",
    r"\A\W*(?:many )?(?:thank you|thanks)\b[^,;:]{0,200}\Z",
    r"\b(?:inbox|mailbox)\b[^.]{0,60}\b(?:checked|read|monitored|deal)\b",
    r"\bresponsible for (?:respond|repl|answer|handl|process|deal)\w*[^.]{0,40}(?:requests?|enquir|e-?mail)"
    r"|\b(?:taken|taking) (?:\w+ )?longer",
    # The law's usual words.
    r"\bthe (?:foi ?|freedom of information )?act (?:defines|gives|provides|requires|allows|contains|sets"
    r"|places|says|entitles)",
    r"\b(?:under|terms of|accordance with|provisions of|as defined by"
    r"|pursuant to)\b[^.]{0,40}\b(?:freedom of information|foi\w*|act|environmental information|eir"
    r"|data protection|legislation)\b",
    r"\b(?:internal review|information commissioner|\bico\b|complaints? (?:procedure|process)|right (?:of"
    r"|to) (?:appeal|complain))",
    r"\bpublic interest (?:test|balance)|balance of the public interest",
    r"\b(?:personal data|personal information|data protection|privacy (?:notice|policy|statement)|gdpr"
    r"|how we (?:use|handle|process) your)\b",
    # The office.
    r"\b(?:volume|number|level|amount) of (?:\w+ ){0,3}(?:requests|enquir\w+|e-?mails|correspondence|calls"
    r"|work|demand)\b",
    r"\b(?:delays?|backlog|pressures?|redeployed|staff shortages|busy)\b[^.]{0,120}|\bexperiencing\b",
    r"\bapolog(?:y|ies|i[sz]e)\b|\b(?:i'm|i am|we are|we're|so|very) sorry\b|^sorry\b|\binconvenience\b"
    r"|\bpatience\b|\bunderstanding\b",
    r"\b(?:offices?|lines?|centre|helpdesk|desk|we|team|department)\b[^.]{0,40} (?:is|are"
    r"|will be) (?:\w+ )?(?:open|closed)|\b(?:opening|office|working|business) hours\b"
    r"|\bmonday (?:to|-) (?:friday|thursday)\b|bank holiday",
    r"\bautomat(?:ed|ic(?:ally)?)\b[^.]{0,40}\b(?:reply|response|e-?mail|message|generated|acknowledg"
    r"|notification|sent)|auto-?generated|system[- ]generated",
    r"\b(?:not monitored|unmonitored|do not reply|don't reply|cannot accept replies|no-?reply)\b",
    r"\b(?:e-?mail|postal|web) address (?:has|is|will)[^.]{0,40}chang",
    r"\bsurvey\b|\bfeedback\b|\byour views on\b|\bfollow us\b|\bsign up\b",
    r"\bmore information (?:about|on) (?:how|the|freedom|our|your)|\bfurther information (?:about"
    r"|on) (?:how|the (?:act|freedom|foi)|freedom|foi)",
    r"\b(?:disclosure log|publication scheme)\b",
    r"\b(?:our|the) (?:aim|target|policy) is to (?:respond|reply|answer)|\bany queries\b"
    r"|\bfurther correspondence\b",
    r"\bto add (?:additional )?comments\b|\breply to this (?:e-?mail|message)\b|\bsubject line\b",
    r"\b(?:i|we) (?:have |'ve )?chas(?:ed|ing)\b|\bjust to let you know\b|\bto (?:update|confirm|inform"
    r"|advise) you\b|\bupdate on your\b|\b(?:write|wrote) to (?:you|confirm)\b",
    rf"\bunique (?:reference|number)|\b{_ASKED} (?:reference|number)\b|\breference number\b",
    # Welsh.
    r"\b(?:bydd\w*|fe|caiff|gellir|dylech|gallwch|os|rydym|rwy|mae)\b[^.]{0,160}\b(?:ymateb\w*|hymateb\w*"
    r"|ateb\w*|cysyllt\w*|derbyn\w*|dderbyn\w*|anfon\w*|delio|trin|prosesu|ystyried)\b",
    r"\bdiwrnod gwaith\b|\bcyfeirnod\b|\bcydnab\w+|\bymddiheur\w+|\bcroesawu gohebiaeth"
    r"|\bhysbysiad preifatrwydd|\banfon\w* ymlaen\b",
)
# A reply that will come: where nothing else is said, it is a receipt by another name.
PROMISE = any_of(
    r"\b(?:will|shall|'ll|hopes? to|expects? to|aims? to|intends? to|should|can expect"
    r"|trying to)\b[^.]{0,160}\b(?:repl\w+|respon[ds]\w*|send|sent|issued?|contact|in touch|get back"
    r"|come back|update|let you know|hear|write)\b",
    r"\b(?:byddwn|bydd|byddwch)\b[^.]{0,160}(?:ymateb|ateb|cysyllt|derbyn|anfon)",
)
# Of whom answers speak, and receipts do not.
OTHERS = any_of(
    r"\b(?:referrals?|patients?|children|young people|families|pupils|students|residents|tenants|clients"
    r"|carers|parents|practices|wards?)\b"
    r"(?!.*\b(?:pressures?|priorit\w+|front ?line|redeploy\w+)\b)",
    r"\A\W*(?:all )?(?:complaints?|calls?|claims|appeals) (?:is|are|was|were)\b",
)
OF_THE_REQUEST = re.compile(
    r"\b(?:your|this|the) (?:[\w/-]+ ){0,4}(?:request|e-?mail|enquiry|letter|message|query|correspondence"
    r"|cais|neges)\b",
    re.I,
)
CLAUSES = re.compile(r"(?:,? (?:and|but|so)|[:;]| -) (?=\S)", re.I)
TELLS = any_of(
    r"\b(?:would|must|should|have to|need to) (?:advise|explain|inform you|tell you|point out|say"
    r"|add) that (?!(?:your|we (?:have|are|will|'ve)|this|it|receipt)\b)",
    r"\b(?:attach|enclose)(?:ed|es)? (?:(?:the|a|our|my|it|them|copies|two|some"
    r"|please)\b)(?![^.]{0,60}(?:acknowledg|receipt))",
    r"\b(?!(?:you|we|it|they|this|which|i|team|officer)\b)\w+ should (?:contact|call|ring|apply|speak|go"
    r"|ask|visit)\b",
    r"\b(?:can|am able to|are able to) (?:now )?(?:say|tell|confirm|advise|report"
    r"|state)(?: you)?(?: at this stage)? that (?!(?:your|we (?:have|are|will|'ve)|this|it|receipt"
    r"|the (?:request|council has received|trust has received))\b)",
    r"(?:[-:,;] |\A)(?:yes|no)\b[,.;:]? (?:we|i|it|the|there|this|our|they)\b",
    r"\b(?:vexatious|repeated request|manifestly unreasonable)\b",
    r"\bwill not be (?:responding|processing|providing|taking|answering|disclosing|considering)"
    r"|\bwill not (?:process|answer|disclose|provide)\b",
    r"\b(?:answered|already answered|same answer|answer (?:remains|is) the same|answers (?:this|your"
    r"|it))\b(?! (?:within|by|as|in|promptly))",
    r"\b(?:we|i) (?:have |'ve )?(?:closed|refused|rejected|withdrawn) (?:your|the|this)\b",
    r"\b(?:figures|data|details|answers?|information (?:you (?:asked|requested|need)|requested)|it|this"
    r"|them|these)\b[^.]{0,40}\b(?:can be found|is available|are available|is online|are online|published)\b"
    r"|\b(?:you can|can be) (?:find|found|view|viewed|access|accessed|download"
    r"|downloaded)\b(?![^.]{0,60}\b(?:privacy|rights|our (?:policy|terms)|more information"
    r"|further information|disclosure log|foi pages?)\b)",
    r"\b(?:gweler|ynghlwm)\b[^.]{0,60}(?:ymateb|hymateb|ateb|wybodaeth|gwybodaeth|ynghlwm)|\b(?:nid"
    r"|nad) (?:yw|ydym|oes|ydyw)\b|\bgwrthod\w*\b",
    r"\bwe (?:do|did|have|are|can)(?: not|n't)? (?:hold|commission|record|keep|provide|employ|offer|use"
    r"|spend|fund|run|own)\b",
    r"\bnot (?:commissioned|recorded|held|collected|kept|provided|offered|funded|applicable|known)\b",
    r"\b(?:so|and|but|which) (?:you|he|she|they) will need to (?:ask|contact|write|send|submit)\b"
    r"|\byou (?:should|will need to|need to|must) (?:ask|contact|write to|redirect|send|approach)\b",
    r"\b(?:your request|it) (?:has been|is|was) (?:refused|closed|rejected|declined|invalid|not valid)\b",
    r"(?<!further )(?<!future )\b(?:requests?|enquir(?:y|ies)|this|it|you) should (?:instead "
    r"|therefore )?(?:be )?(?:sent|send|direct\w*|made|make|address\w*|submit\w*|contact|ask|approach)\b",
    r"\bthe (?:decision|outcome|conclusion|finding) (?:of|is|was)\b|\b(?:we|have) decided\b",
    r"\A\W*(?:nil|none|not applicable|n/?a|unknown|not known|see attached|as attached|attached|yes"
    r"|no)\b[^,]{0,30}\Z",
    r"\A\W*(?:q(?:uestion)? ?)?\d{1,2}[.):]? ?[-:]? ?(?:yes|no|none|nil|n/?a|not|unknown|see)\b",
    r"\b(?:valid request|valid name|full name|real name|proof of identity"
    r"|postal address)\b[^.]{0,80}\b(?:requir|need|provide|must)|(?:provide|need"
    r"|require)\b[^.]{0,40}\b(?:full name|real name|proof|clarif)",
    r"\bplease (?:could you |can you )?(?:let us have|send (?:us|me)|provide|give (?:us|me)|tell (?:us|me)"
    r"|supply|specify)\b(?![^.]{0,60}\b(?:reference|ref|number|feedback)\b)",
)
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|cannot|will|holds?|held|keeps?|kept|provides?"
    r"|provided|uses?|used|spent|spends?|commissions?|commissioned|employs?"
    r"|employed|offers?|offered|runs?|costs?|made|makes|took|takes|pays?|paid|closed|opened|began|ended"
    r"|shows?|sees?|saw|seen|applies|includes?)\b|n't\b",
    re.I,
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ionawr|chwefror|mawrth|ebrill|mai|mehefin"
    r"|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr)\w*"
)
_NO_FIGURES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?[ -]?(?:o |of )?{_MONTH}\b\.?,?[ -]?(?:\d{{2,4}})?"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b,?(?: \d{{4}})?"
    r"|\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b|\b\d{1,2}[:.]\d\d(?::\d\d)? ?(?:am|pm|hrs|hours)?\b"
    r"|\b\d{1,2} ?(?:am|pm)\b"
    r"|\(?\b(?:\d{1,3}|\w+)\)? (?:\(\d+\) )?(?:clear )?(?:working|school|calendar|business|week"
    r"|diwrnod)[ -]?(?:days?|gwaith)?\b|\bwithin \d+ (?:days|weeks|hours|months)\b|\b\d+[- ](?:day|hour)\b"
    r"|\b(?:19|20)\d\d(?:[/-]\d{2,4})?\b|\b(?:section|s\.|regulation|part|article|schedule|room|floor|level"
    r"|suite|unit|version|page|sections|reg) ?\d+[\d()a-z.]*"
    r"|\b(?=[\w/.#-]*\d)[\w#.-]*[A-Za-z#/][\w/.#-]*|#\d+|\b(?:ref(?:erence)?|cyfeirnod|number|no\.?|id"
    r"|ticket|case|request|foi|enquiry)\W{0,3}(?:is |yw |number "
    r"|no\.? ){0,2}(?-i:[A-Z][A-Za-z]{0,6} )?[\"']?\d[\d/ -]*"
    r"|\+?\(?\b0\d{2,5}\)?[\d ()-]{4,14}|\b\d{5,}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
    r"|\b\d+[a-z]?,? (?:[\w']+ ){0,4}(?:street|road|lane|avenue|way|house|square|place|close|drive|court"
    r"|park|gate|row|hill)\b|\b(?:call|ring|phone|dial|telephone|text)\b[\d ,or-]{3,40}|https?://\S+"
    r"|www\.\S+|\S+@\S+|[\[(]?\d+ of \d+[\])]?",
    re.I,
)
_FEE = re.compile(r"\b(?:fees?|charg\w+|appropriate limit|cost limit|payable)\b", re.I)
_POINT = re.compile(r"\A\W*(?:q(?:uestion)? ?)?\(?\d{1,2}[.):]+\s", re.I)


def bare_of_numbers(sentence: str) -> str | None:
    """The sentence without its dates, references, hours and places; None where figures are left in it."""
    rest = _NO_FIGURES.sub(" ", _POINT.sub("", sentence))
    if _FEE.search(rest) and re.search(r"\b(?:if|may|might|would|will|where|can)\b", rest, re.I):
        return rest
    return None if re.search(r"\d|£|%", rest) else rest
