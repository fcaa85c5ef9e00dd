"""Questions about religion, origin, politics, unions, criminal records and private finances."""

from typing import Final

from shared.job_roles.phrases.common import (
    ARE,
    ARE_DE,
    ARE_ES,
    ARE_FR,
    ARE_NL,
    END,
    ENDING,
    HAVE,
    HAVE_ES,
    HAVE_NL,
    YOURS_DE,
    YOURS_ES,
    YOURS_FR,
    YOURS_IT,
    YOURS_NL,
    YOURS_PT,
    Characteristic,
)

BELONGING: Final[dict[Characteristic, tuple[str, ...]]] = {
    "religion": (
        r"\byou\b[^.?!]{0,40}\b(?:for|to) (?:pray|prayers?)\b|\b(?:which|what) god\b"
        r"|\bconsider yourself (?:\w+ )?(?:religious|spiritual)\b",
        r"\bgehoren sie(?: \w+){0,3} (?:kirche|religion|glaubensgemeinschaft|religionsgemeinschaft)\b",
        r"\byour (?:own )?(?:religion|religious(?! (?:client|customer|patient|communit|colleague|education"
        r"|studies))|faith(?! in\b|-)|church(?! management| software)|mosque"
        r"|synagogue|parish|denomination"
        r"|creed|belief in god|headscarf|hijab|turban|kippah)\b",
        rf"{ARE} (?:religious(?! about)|christian|muslim|jewish|jew|hindu|buddhist|catholic|protestant"
        rf"|atheist|sikh|mormon"
        r"|evangelical|practi[sc]ing (?:catholic|muslim|jew|christian|hindu)|believer(?! (?:in|of) (?!god)))\b",
        r"\bdo you (?:believe in god|pray\b(?! that)|fast (?:during|for|in)|keep kosher|belong to (?:a|any) (?:church"
        r"|religio))",
        r"\b(?:what|which) (?:religion|church|faith)\b|\breligious (?:beliefs|holidays|practices"
        r"|views)\b[^.?!]{0,30}\byou\b",
        r"\byou\b[^.?!]{0,30}\b(?:off|absent|leave)\b[^.?!]{0,20}\b(?:religious|sabbath|ramadan)\b"
        r"|\b(?:on|for) (?:the sabbath|religious reasons)\b",
        # German
        r"\bwelche[rn]? (?:religion|konfession|glaubens|kirche)\b",
        rf"{YOURS_DE} (?:religion|konfession|glaube(?! an\b)|religionszugehorigkeit|kirche|kopftuch)\b",
        rf"{ARE_DE} (?:religios|glaubig|christ(?:in)?|m(?:u|o)slem|muslim(?:in)?|judisch|jude|judin"
        rf"|katholisch|evangelisch|atheist(?:in)?)\b",
        r"\bglauben sie an gott\b|\bglaubst du an gott\b|\bgehen sie in die (?:kirche|moschee)\b|\bbeten"
        r" sie\b|\btragen sie(?: ein)? kopftuch\b",
        # French
        rf"{YOURS_FR} (?:religion|confession|foi|croyances?|eglise|convictions religieuses|voile)\b"
        rf"|\bquelle religion\b",
        rf"{ARE_FR} (?:croyante?|pratiquante?|catholique|musulmane?|juif|juive|chretienne?|athee"
        rf"|protestante?|bouddhiste)\b",
        r"\bcroyez[- ]vous en dieu\b|\bportez[- ]vous (?:le |un )?(?:voile|foulard)\b|\bfaites[- ]vous"
        r" (?:le )?ramadan\b",
        # Spanish
        rf"{YOURS_ES} (?:religion|fe(?! en)|creencias?(?: religiosas?)?|iglesia)\b|\bque religion\b",
        rf"{ARE_ES} (?:catolic[oa]|cristian[oa]|musulman[a]?|judi[oa]|ate[oa]|religios[oa]|creyente"
        rf"|practicante{END})",
        r"\bcrees?(?: usted)? en dios\b|\b(?:va|vas)(?: usted)? a (?:misa|la iglesia)\b",
        # Italian, Portuguese, Dutch
        rf"{YOURS_IT} (?:religione|fede(?! n)|confessione|credo)\b|\bche religione\b|\bcred[ei] in dio\b",
        r"\b(?:e|sei|lei e) (?:cattolic[oa]|musulman[oa]|ebre[oa]|cristian[oa]|religios[oa]|credente"
        r"|praticante|ate[oa])\b",
        rf"{YOURS_PT} (?:religiao|fe(?! em)|crenca|igreja)\b|\bqual (?:e )?(?:a )?(?:sua )?religiao\b"
        rf"|\bacredita em deus\b",
        r"\bvoce e (?:catolic[oa]|evangelic[oa]|cristao|crista|muculman[oa]|judeu|judia|ateu|ateia|religios[oa])\b",
        rf"(?:{YOURS_NL}|\bwelk) (?:geloof|religie|godsdienst|kerk)\b|{ARE_NL} (?:gelovig|religieus"
        rf"|christelijk|moslim|joods|katholiek)\b",
        r"\bgelooft u in god\b|\bgeloof je in god\b",
    ),
    "origin": (
        r"\byour name (?:sounds|is (?:foreign|unusual|exotic))\b|\b(?:did|have|had) you (?:ever )?(?:immigrate"
        r"|emigrate)d?\b",
        r"\b(?:come|came|move|moved) to this country\b|\bwelche[nrs]? akzent\b|\bare your (?:parents"
        r"|grandparents) from\b",
        r"\bwhere (?:are|were) you (?:really |originally |actually )?from\b|\bwhere do you (?:really "
        r"|originally )?come from\b"
        r"|\b(?:what|which) (?:country|nation|part of the world) (?:are|were|do) you (?:\w+ )?(?:from"
        r"|come from|born)\b",
        r"\bwhere (?:were you|did you) (?:born|raised|brought up|grow up)\b|\byou (?:were )?born in\b"
        r"|\bwhich country (?:were|are) you\b",
        r"\byour (?:own )?(?:nationality|citizenship|ethnicity|ethnic|racial|skin|mother tongue|native"
        r" (?:language|tongue|country)"
        r"|first language(?! model)|ancestry|ancestors|country of (?:origin|birth)|place of birth"
        r"|birthplace|home country|caste"
        r"|immigration|green card|cultural (?:background|origins?)|family background|foreign accent)\b",
        r"\byour race\b(?! (?:condition|detect|strateg|time|car|team|result|telemetry|track|day))"
        r"|\byour accent\b(?! colou?r)|\byour (?:origins|heritage|roots)\b(?! (?:polic|header|url|server"
        r"|node|cause|certificate|railway))",
        rf"{ARE} (?:(?:us|u\.s\.|american|british|eu|german|french|canadian|foreign|dual|legal)"
        rf" )?(?:citizen|national|immigrant|foreigner"
        r"|refugee|asylum seeker|minority|person of colou?r)\b",
        rf"{ARE} (?:black|white|asian|hispanic|latin[oa]|african|arab|indian|chinese|mexican|turkish"
        rf"|polish|russian|roma|german|french"
        rf"|italian|spanish|american|british|foreign)(?= or\b| by\b|{ENDING})",
        r"\b(?:are|were) you(?: an?)? (?:\w+ )?native(?: \w+)? speaker\b|\bis \w+ your (?:first|native"
        r"|mother|second)\b",
        r"\bwhat (?:kind|sort) of (?:name|accent) (?:is|do you)\b|\byour (?:last |first |family |sur)?name (?:come"
        r" )?from\b|\bis that an? \w+ (?:name|accent)\b",
        r"\b(?:what|which) languages? (?:do|did) you (?:speak|grow up speaking)(?: \w+)? (?:at home|with your)\b",
        r"\bhow long have you (?:lived|been living|been) in (?:this country|the (?:us|uk|states|country)"
        r"|america|england|germany)\b",
        r"\byou have an? (?:\w+ )?accent\b|\byou speak (?:\w+ ){1,2}at home\b",
        r"\b(?:without|no|strong|heavy|slight|foreign|thick) (?:foreign )?accent\b(?! colou?r)",
        # German
        rf"\bwoher (?:kommen sie|kommst du|stammen sie|stammst du)(?= eigentlich| ursprunglich| und\b|"
        rf" her\b|{ENDING})",
        r"\bwoher (?:kommt|stammt) ihr(?:e familie| name| akzent)\b|\bwo (?:sind sie|bist du|wurden sie)"
        r" (?:geboren|aufgewachsen)\b",
        rf"{YOURS_DE} (?:herkunft|nationalitat|staatsangehorigkeit|staatsburgerschaft|muttersprache"
        rf"|akzent|ethnie|hautfarbe|abstammung"
        r"|migrationshintergrund|heimatland|geburtsort|wurzeln)\b|\bhaben sie(?: einen)? migrationshintergrund\b",
        rf"{ARE_DE} (?:auslander(?:in)?|muttersprachler(?:in)?|fluchtling|deutscher?{END})",
        # French
        r"\bd'ou (?:venez|viens|etes|es)[- ](?:vous|tu)\b",
        rf"{YOURS_FR} (?:nationalite|origines?|pays d'origine|lieu de naissance|langue maternelle|accent"
        rf"|couleur de peau|ethnie|race"
        r"|citoyennete|pays natal)\b(?! (?:des|du) (?:donnee|probleme))",
        r"\b(?:ou|dans quel pays) (?:etes[- ]vous|es[- ]tu|avez[- ]vous|as[- ]tu) (?:nee?s?|grandi)\b",
        rf"{ARE_FR} (?:francaise?|etrangere?|immigree?|noire?|arabe|maghrebine?){END}",
        # Spanish
        rf"\bde donde (?:eres|vienes|es usted|viene usted)\b|\bde donde es{END}",
        rf"{YOURS_ES} (?:nacionalidad|pais de origen|lugar de nacimiento|origen etnico|raza|etnia|acento"
        rf"|lengua materna|idioma materno"
        r"|ciudadania|color de piel)\b|\bdonde (?:naciste|nacio usted|creciste)\b",
        rf"{ARE_ES} (?:extranjer[oa]|inmigrante|indigena|gitan[oa]|hablante nativ[oa])\b",
        # Italian, Portuguese, Dutch
        rf"\b(?:da|di) dove (?:vieni|sei|viene lei|e lei)\b|\bda dove viene{END}|\bdove (?:e nat[oa]|sei nat[oa])\b",
        rf"{YOURS_IT} (?:nazionalita|origine|origini|etnia|razza|cittadinanza|lingua madre|accento|paese d'origine)\b",
        r"\bde onde voce (?:e|vem)\b|\bonde voce nasceu\b",
        rf"{YOURS_PT} (?:nacionalidade|raca|etnia|sotaque|lingua materna|cor da pele|pais de origem"
        rf"|origem etnica|naturalidade)\b",
        rf"\bwaar kom(?:t u| je| jij) (?:\w+ )?vandaan\b|{YOURS_NL} (?:nationaliteit|afkomst|moedertaal"
        rf"|accent|etniciteit|geboorteland|huidskleur)\b",
    ),
    "politics": (
        r"\bconsider yourself (?:a )?(?:liberal|conservative|left|right|progressive|democrat|republican|feminist)\b",
        r"\b(?:did|do) you support the (?:\w+ )?(?:president|government|prime minister|war)\b|\ba quien (?:voto"
        r"|votaste|vota|votas)\b",
        r"\byour (?:own )?(?:political|politics|party affiliation)\b(?! (?:science|data|campaign|ad|map))",
        r"\b(?:who|whom|which party|what party) (?:did|do|will|would|have) you (?:vote|support)\b|\bdid"
        r" you vote\b(?! on)",
        r"\bhow (?:do|did|will) you (?:usually )?vote\b(?! on)|\bwhich (?:political )?party\b[^.?!]{0,20}\byou\b",
        rf"{ARE} (?:democrat|republican|socialist|communist|left[- ]wing|right[- ]wing|politically active"
        rf"|member of (?:a|any|the) (?:\w+ )?party"
        rf"|conservative{END}|liberal{END}|feminist)\b",
        r"\bwhat do you think (?:of|about) (?:the )?(?:president|prime minister|chancellor|last election"
        r"|abortion|brexit|trump|biden)\b",
        r"\bdo you support (?:the )?(?:\w+ party|president|brexit|trump|biden)\b",
        # German, French, Spanish, Italian, Portuguese, Dutch
        rf"\bwelche[rn]? partei\b[^.?!]{{0,30}}\b(?:sie|du)\b|\bwen (?:haben|wurden|wahlen)"
        rf" sie\b[^.?!]{{0,20}}\b(?:gewahlt|wahlen){END}",
        rf"{YOURS_DE} politisch\w*\b|\b(?:sind sie|gehoren sie)(?: \w+){{0,3}} partei{END}",
        rf"{YOURS_FR} (?:(?:opinions?|convictions?|idees|preferences?|engagement|bord|appartenance)"
        rf" politiques?|parti politique)\b",
        r"\bpour qui (?:avez[- ]vous vote|votez[- ]vous|as[- ]tu vote)\b|\bquel parti (?:soutenez|votez)\b",
        rf"{YOURS_ES} (?:(?:opinion|opiniones|ideas?|afiliacion|preferencias?|ideologia) politicas?"
        rf"|ideologia|partido politico)\b",
        r"\bpor quien (?:voto|votaste|vota|votas)\b|\ba que partido\b",
        rf"{YOURS_IT} (?:opinioni|idee|orientamento|opinione) politic\w+\b|\bper chi (?:ha votato|hai"
        rf" votato|vota|voti)\b",
        rf"{YOURS_PT} (?:opiniao|opinioes|ideologia|posicao|filiacao) politica?s?\b|\bem quem (?:voce"
        rf" )?(?:votou|vota)\b",
        rf"{YOURS_NL} politieke\b|\bop (?:wie|welke partij) (?:stemt u|stem je|heeft u gestemd|heb je gestemd)\b",
    ),
    "union": (
        r"\bwhat do you think (?:of|about) (?:trade |labou?r )?unions\b(?! (?:in|types))",
        r"\b(?:are|were|have) you(?: ever| been| a| an| active| currently)*(?: (?:member|part))?(?: (?:of"
        r"|in))?(?: a| any| the)?"
        r" (?:(?:trade|labou?r|workers'?|worker's) )?(?:union(?:ist|ized|ised)?|works council)\b(?!"
        r" (?:type|find|quer|all|operator|jack))",
        r"\byour (?:trade |labou?r )?union\b(?! (?:type|find|quer|all|operator|jack))|\bunion (?:member"
        r"|membership|organi[sz]er)\b[^.?!]{0,20}\byou\b",
        r"\bdo you (?:support|belong to|want to join|plan to join|intend to join|believe in)(?: a| any|"
        r" the)? (?:trade |labou?r )?unions?\b"
        r"(?! (?:type|quer))|\bwould you (?:join|vote for)(?: a| the)? (?:trade |labou?r )?union\b",
        r"\b(?:feel|think|opinion) (?:about|of|on) (?:trade |labou?r |joining a )unions?\b|\bhave you"
        r" (?:ever )?(?:gone|been) on strike\b",
        # German, French, Spanish, Italian, Portuguese, Dutch
        rf"\b(?:sind|waren|gehoren) sie(?: \w+){{0,4}} (?:gewerkschaft\w*|betriebsrat\w*){END}"
        rf"|{YOURS_DE} gewerkschaft\w*\b|\bbist du(?: \w+){{0,3}} gewerkschaft\w*",
        rf"{ARE_FR}(?: \w+){{0,3}} (?:d'un )?(?:syndiquee?|syndicat)\b|{YOURS_FR} (?:syndicat"
        rf"|(?:appartenance|activite) syndicale)\b",
        rf"\b(?:pertenece|perteneces|esta|estas|es|eres)(?: \w+){{0,4}} (?:sindicato|sindicad[oa]"
        rf"|sindicalista)\b|{YOURS_ES} sindicato\b",
        rf"\b(?:e|sei|ha|hai)(?: \w+){{0,3}} (?:sindacato|sindacalista)\b|{YOURS_IT} sindacato\b",
        rf"\b(?:sindicalizad[oa]|(?:membro|filiad[oa]) (?:de|a|ao) (?:um |algum )?sindicato)\b|{YOURS_PT} sindicato\b",
        rf"\b(?:lid van (?:een|de) vakbond|vakbondslid)\b|{YOURS_NL} vakbond\b",
    ),
    "criminal_record": (
        r"\byou\b[^.?!]{0,12}\b(?:been|spent|gone|went|served)\b[^.?!]{0,20}\b(?:jail|prison)\b",
        r"\bhave you (?:ever )?(?:been (?:arrested|convicted|in (?:prison|jail)|to (?:prison|jail)"
        r"|imprisoned|charged with (?:a|any) (?:crime|offen[cs]e|felony)|accused of a crime)"
        r"|broken the law|committed a crime|had (?:trouble|problems) with the (?:law|police)|spent time"
        r" in (?:prison|jail))\b",
        rf"{HAVE} (?:criminal|police|arrest)[ -](?:record|history|background|convictions?)\b"
        rf"|{HAVE} (?:(?:prior|previous|past|criminal|unspent) )*convictions\b|\byour (?:criminal|arrest"
        rf"|police) (?:record|history|past|background)\b",
        # German, French, Spanish, Italian, Portuguese, Dutch
        r"\bvorbestraft\b|\b(?:haben sie|ihre|hast du)(?: \w+)? vorstrafen\b|\b(?:ihr|haben sie ein)(?:"
        r" \w+)? (?:fuhrungszeugnis|strafregister)\b",
        r"\b(?:votre|un|avez[- ]vous un) casier judiciaire\b|\bavez[- ]vous (?:deja )?ete (?:condamnee?"
        r"|arretee?|incarceree?)\b|\bfait de la prison\b",
        r"\bantecedentes (?:penales|policiales|criminais)\b|\b(?:ha|has) sido (?:arrestad[oa]|detenid[oa]"
        r"|condenad[oa])\b|\bestado en (?:la )?(?:carcel|prision)\b",
        r"\b(?:precedenti|carichi) penali\b|\bfedina penale\b|\b(?:ja )?foi pres[oa]\b|\bficha criminal\b",
        rf"\b(?:{HAVE_NL}|{YOURS_NL}) strafblad\b",
    ),
    "finances": (
        r"\bowe (?:anyone|anybody|somebody|someone|the bank) money\b|\bhow much (?:money )?do you owe\b",
        r"\byour (?:own |personal |private )*(?:credit (?:score|rating|history|report|card debt)|debts"
        r"|finances|bankruptcy|mortgage|bank account"
        r"|financial (?:situation|status|obligations|troubles)|personal debt)\b"
        r"(?![- ](?:model|scoring|api|product|engine|service|system|platform|team|pipeline|feature|app"
        r"|calculator|function))",
        rf"{HAVE} (?:mortgage|debts?(?! in)|(?:personal|private|student|outstanding) (?:debts?|loans?)"
        rf"|money problems|financial (?:problems|difficulties))\b",
        r"\bdo you (?:own|rent) (?:your|a) (?:own )?(?:home|house|apartment|flat)\b|\bdo you own a car\b",
        rf"{ARE} (?:in debt|bankrupt|in financial (?:trouble|difficult\w+)|home ?owner)\b|\b(?:declared"
        rf"|filed for|filed) bankruptcy\b|\bgone bankrupt\b",
        # German, French, Spanish, Italian, Portuguese, Dutch
        rf"{YOURS_DE} (?:privaten )?(?:schulden|schufa\w*|finanzielle\w* (?:situation|lage|verhaltnisse))\b",
        r"\bhaben sie(?: private| viele)? (?:schulden|lohnpfandungen|eine lohnpfandung)\b|\bsind sie verschuldet\b",
        rf"{YOURS_FR} (?:situation financiere|endettement|dettes(?! techniques)|finances personnelles)\b"
        rf"|\bavez[- ]vous des dettes\b(?! techniques)|\betes[- ]vous endettee?\b",
        rf"{HAVE_ES} (?:deudas(?! tecnicas)|hipoteca)\b|{YOURS_ES} (?:deudas|situacion (?:financiera"
        rf"|economica)|historial crediticio|hipoteca)\b(?! tecnicas)",
        rf"\b(?:ha|hai) (?:dei )?debiti\b(?! tecnici)|{YOURS_IT} (?:situazione (?:finanziaria|economica)"
        rf"|debiti)\b(?! tecnici)",
        rf"\b(?:tem|possui) dividas\b(?! tecnicas)|{YOURS_PT} (?:situacao financeira|dividas)\b(?!"
        rf" tecnicas)|\bnome sujo\b",
        rf"{HAVE_NL} schulden\b|{YOURS_NL} (?:schulden|financiele situatie)\b",
    ),
}  # fmt: skip
