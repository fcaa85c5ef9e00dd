"""The headings that résumés give their sections, in seven languages and in Chinese, folded."""

from typing import Final, Literal

Kind = Literal[
    "summary", "experience", "education", "skills", "languages", "certifications", "contact", "projects", "references",
    "soft_skills", "other",
]  # fmt: skip

_PHRASES: Final[dict[Kind, str]] = {
    "summary": """
        个人简介|个人总结|自我评价|
        qualifications summary|summary of qualifications|
        professional profile|career snapshot|snapshot|highlights|synopsis|background|motivation|kurz gefasst|
        steckbrief|
        en quelques mots|en bref|en resumen|em resumo|in sintesi|in het kort|
        summary|profile|about|about me|objective|career objective|career summary|executive summary|personal statement|
        personal profile|career profile|overview|introduction|bio|biography|who i am|in brief|at a glance|statement|
        profil|profile summary|kurzprofil|uber mich|zusammenfassung|persönliches profil|ziel|berufsziel|
        a propos|a propos de moi|objectif|resume|presentation|accroche|qui suis-je|
        perfil|perfil profesional|resumen|sobre mi|objetivo|objetivo profesional|extracto|presentacion|quien soy|
        perfil profissional|resumo|resumo profissional|sobre mim|objetivo profissional|apresentacao|sintese|
        profilo|profilo personale|profilo professionale|chi sono|sommario|obiettivo|su di me|presentazione|
        profiel|persoonlijk profiel|over mij|samenvatting|doelstelling|wie ben ik""",
    "experience": """
        工作经历|工作经验|职业经历|实习经历|
        experience|experiences|work experience|employment|employment history|work history|career history|career|
        professional experience|professional background|professional history|positions held|positions|work|jobs|
        career highlights|career summary and experience|professional journey|work record|engagements|roles|previous
        roles|
        berufslaufbahn|laufbahn|beruflicher lebenslauf|tatigkeiten|bisherige tatigkeiten|arbeitsstationen|berufliches|
        vie professionnelle|parcours de carriere|carriere|missions|postes occupes|emplois precedents|
        vida laboral|carrera profesional|carrera|empleos|puestos desempenados|carreira|empregos|cargos|vida
        profissional|
        impieghi|vita professionale|occupazioni|werkverleden|carriere en werkervaring|functies|
        worked|where worked|travaille|trabajado|lavorato|gewerkt|percurso|
        appointments|academic appointments|research experience|teaching experience|clinical experience|internships|
        internship experience|freelance work|relevant experience|employment record|job history|where i have worked|
        where i've worked|work placements|placements|industry experience|military service|career path|work &
        experience|
        berufserfahrung|beruflicher werdegang|werdegang|berufspraxis|berufstatigkeit|praktische erfahrung|praktika|
        arbeitserfahrung|erfahrung|erfahrungen|beruf|berufliche erfahrung|berufliche erfahrungen|berufliche stationen|
        berufliche tatigkeit|beruflicher hintergrund|praxiserfahrung|praktische erfahrungen|stationen|anstellungen|
        experience professionnelle|experiences professionnelles|parcours professionnel|emplois|stages|parcours|
        experiences et stages|
        experiencia|experiencia laboral|experiencia profesional|historial laboral|trayectoria profesional|trayectoria|
        experiencias|empleo|practicas|historia laboral|
        experiencia profissional|experiencias profissionais|historico profissional|percurso profissional|estagios|
        trajetoria profissional|
        esperienza|esperienze|esperienza professionale|esperienze professionali|esperienza lavorativa|
        esperienze lavorative|carriera|tirocini|percorso professionale|
        werkervaring|ervaring|loopbaan|arbeidsverleden|stages en werkervaring|professionele ervaring|
        arbeidservaring""",
    "education": """
        教育|教育背景|教育经历|学历|
        education|academic background|academic qualifications|educational background|qualifications|studies|schooling|
        educational qualifications|educational|academic|
        education history|academic history|education and training|training and education|degrees|academic education|
        schools|school|university|degrees and diplomas|ausbildungsweg|schulischer werdegang|studium und ausbildung|
        schulen|hochschule|etudes et diplomes|diplome|ecoles|estudios y titulos|formacion reglada|titulos|escolaridad|
        estudos|cursos superiores|carriera scolastica|scuola|vooropleiding|studies|diploma's|
        studied|learned|estudiado|etudie|studiato|gestudeerd|gelernt|
        training|academics|academic record|university education|school education|formal education|
        ausbildung|bildung|bildungsweg|studium|schulbildung|akademische ausbildung|schule|hochschulausbildung|
        aus- und weiterbildung|bildungsgang|ausbildungen|schulische ausbildung|akademischer werdegang|bildungswege|
        formation|formations|etudes|diplomes|scolarite|parcours academique|parcours scolaire|formation academique|
        cursus|formation initiale|diplomes et formations|
        educacion|formacion|formacion academica|estudios|titulacion|formacion educativa|historial academico|
        educacao|formacao|formacao academica|escolaridade|habilitacoes|habilitacoes literarias|habilitacoes
        academicas|
        istruzione|formazione|istruzione e formazione|titoli di studio|studi|percorso di studi|percorso formativo|
        opleiding|opleidingen|onderwijs|studie|studies en opleidingen|scholing|educatie""",
    "skills": """
        技能|专业技能|技能特长|
        professional skills|toolkit|methods|techniques|systems|programs|programmes|equipment|machines|specialist
        skills|
        fahigkeiten und kenntnisse|methoden|programme|software und tools|maitrise|maitrises|programas|maquinaria|
        equipos|
        programmi|macchinari|metodi|systemen|programma's|gereedschap|
        good|good at|know|can|can do|kann|
        skills|technical skills|key skills|core skills|core competencies|competencies|competences|expertise|
        areas of expertise|technologies|tools|tech stack|technical expertise|technical proficiencies|proficiencies|
        skill set|skillset|it skills|computer skills|digital skills|hard skills|professional skills|practical skills|
        software|stack|toolbox|tools and technologies|what i work with|capabilities|strengths|specialties|
        specialities|
        technical competencies|clinical skills|technical knowledge|knowledge|abilities|software skills|job-related
        skills|
        kenntnisse|fahigkeiten|kompetenzen|fachkenntnisse|edv-kenntnisse|edv kenntnisse|it-kenntnisse|it kenntnisse|
        kenntnisse und fahigkeiten|fachliche kompetenzen|technische kenntnisse|besondere kenntnisse|qualifikationen|
        fertigkeiten|technologien|werkzeuge|computerkenntnisse|skills und kenntnisse|edv|
        competences techniques|competences informatiques|savoir-faire|outils|logiciels|informatique|
        competences professionnelles|competences cles|atouts|competences numeriques|
        competencias|habilidades|conocimientos|aptitudes|destrezas|informatica|herramientas|habilidades tecnicas|
        conocimientos tecnicos|conocimientos informaticos|competencias tecnicas|capacidades|
        conhecimentos|competencias digitais|habilidades e competencias|conhecimentos tecnicos|ferramentas|aptidoes|
        conhecimentos de informatica|
        competenze|competenze tecniche|competenze informatiche|capacita|conoscenze|abilita|strumenti|
        competenze professionali|competenze digitali|capacita e competenze|conoscenze informatiche|
        vaardigheden|competenties|kennis|computervaardigheden|technische vaardigheden|it-vaardigheden|
        kerncompetenties|
        digitale vaardigheden|computerkennis""",
    "soft_skills": """
        attributes|qualities|traits|personlichkeit|charakter|atouts|fortalezas|pontos fortes|qualidades|qualita|doti|
        puntos fuertes|
        cualidades|atitudes|attitudini|karakter|doti personali|aptitudes personales|
        soft skills|personal skills|interpersonal skills|social skills|personal qualities|personal strengths|
        communication skills|people skills|soziale kompetenzen|personliche starken|starken|soziale fahigkeiten|
        savoir-etre|qualites|qualites personnelles|habilidades blandas|competencias personales|habilidades
        interpersonales|
        competencias comportamentais|competencias pessoais|competenze trasversali|competenze personali|
        competenze relazionali|persoonlijke eigenschappen|eigenschappen|competenze comunicative""",
    "languages": """
        语言|语言能力|
        languages|language|language skills|spoken languages|foreign languages|languages spoken|linguistic skills|
        language abilities|language knowledge|langues pratiquees|conoscenza delle lingue|conoscenze delle lingue|
        language proficiency|mother tongue|other languages|
        language proficiency|idiomas extranjeros|connaissances linguistiques|linguas estrangeiras|
        sprachen|sprachkenntnisse|fremdsprachen|fremdsprachenkenntnisse|
        langues|langues etrangeres|competences linguistiques|langue|langues parlees|
        idiomas|lenguas|idioma|conocimiento de idiomas|linguas|conhecimentos linguisticos|competencias linguisticas|
        lingue|lingue straniere|conoscenze linguistiche|competenze linguistiche|conoscenza lingue|
        talen|talenkennis|taalvaardigheden|taalkennis|taalvaardigheid""",
    "certifications": """
        证书|资格证书|
        certifications|certification|certificates|licenses|licences|licensure|accreditations|credentials|
        professional certifications|licenses and certifications|certifications and licenses|courses|
        professional development|professional training|courses and certificates|licenses & certifications|tickets|
        licences and tickets|driving licence|driving license|driver's license|registrations|professional registration|
        registration|continuing education|professional qualifications|
        accreditation|accreditations and memberships|exams|examinations|permits|qualifications and certificates|
        prufungen|
        scheine|nachweise|lizenzen und zertifikate|certificats et permis|attestations|brevets|carnes|carnes y
        certificados|
        titulos y certificados|acreditaciones|inscricoes profissionais|cartas|certidoes|titoli|patentini|
        abilitazioni e patenti|
        trainingen|vergunningen|erkenningen|
        lehrgange|schulungen|seminare|lehrgange und zertifikate|fort- und weiterbildungen|qualifikationen und
        zertifikate|
        zertifikate|zertifizierungen|weiterbildung|weiterbildungen|fortbildungen|fortbildung|lizenzen|kurse|
        fuhrerschein|
        zertifikate und weiterbildungen|zusatzqualifikationen|fuhrerscheine|
        certificats|permis|permis de conduire|habilitations|formations complementaires|formations continues|
        certificaciones|certificados|cursos|licencias|cursos y certificaciones|carnet de conducir|permisos|permiso
        de conducir|
        formacion complementaria|carne de conducir|
        certificacoes|cursos e certificacoes|certificados e cursos|formacao complementar|cursos complementares|
        carta de conducao|
        certificazioni|certificati|corsi|patenti|patente|attestati|abilitazioni|patente di guida|corsi e
        certificazioni|
        certificaten|certificeringen|cursussen|rijbewijs|rijbewijzen|diploma's en certificaten""",
    "contact": """
        联系方式|
        links|online|web|profiles|online profiles|data|daten|dados|datos|dati|recapiti e dati|coordinates|how to reach|
        reach|reach me|erreichen|contacter|
        contact|contact details|contact information|contact info|personal details|personal information|personal data|
        personal|details|get in touch|address|
        kontakt|kontaktdaten|personliche daten|personliche angaben|persoenliche daten|zur person|angaben zur person|
        anschrift|
        coordonnees|informations personnelles|etat civil|contacto|datos personales|datos de contacto|informacion
        personal|
        contato|dados pessoais|contactos|informacoes pessoais|informacao pessoal|contatti|dati personali|recapiti|
        informazioni personali|contactgegevens|persoonlijke gegevens|personalia|gegevens|persoonsgegevens""",
    "projects": """
        项目经历|项目经验|
        projects|selected projects|personal projects|side projects|key projects|academic projects|portfolio|open
        source|
        projekte|projets|proyectos|projetos|progetti|projecten|projekterfahrung|ausgewahlte projekte|projets
        personnels|
        proyectos personales|projetos pessoais|progetti personali""",
    "references": """
        references|referees|referenzen|references professionnelles|referencias|referencias personales|
        referencias profesionales|referencias laborales|referenze|referenties""",
    "other": """
        leisure|pastimes|free time|outside work|besides work|privates|privat|ocio|lazer|tempo libero|vrije tijd|
        tempos livres|
        publications|selected publications|papers|patents|talks|conferences|presentations|awards|honors|honours|
        honors and awards|awards and honours|achievements|accomplishments|key achievements|volunteering|volunteer|
        volunteer experience|volunteer work|community|community service|interests|hobbies|hobbies and interests|
        activities|extracurricular activities|memberships|professional memberships|affiliations|grants|
        grants and funding|funding|scholarships|leadership|additional information|other|miscellaneous|further
        information|
        interests and hobbies|declaration|availability|exhibitions|media|service|teaching|research|research interests|
        memberships and affiliations|visa status|work authorization|extracurriculars|selected works|mission statement|
        publikationen|veroffentlichungen|auszeichnungen|ehrenamt|ehrenamtliches engagement|engagement|interessen|
        hobbys|
        mitgliedschaften|sonstiges|weitere angaben|hobbys und interessen|interessen und hobbys|stipendien|freizeit|
        distinctions|prix|benevolat|centres d'interet|loisirs|interets|divers|activites|engagements|vie associative|
        informations complementaires|
        publicaciones|premios|voluntariado|intereses|aficiones|otros|otros datos|actividades|logros|pasatiempos|
        datos de interes|informacion adicional|reconocimientos|
        publicacoes|premios e distincoes|interesses|outros|atividades|informacoes adicionais|realizacoes|hobbies e
        interesses|
        pubblicazioni|premi|volontariato|interessi|hobby|altro|attivita|riconoscimenti|ulteriori informazioni|
        interessi e hobby|altre informazioni|
        publicaties|prijzen|vrijwilligerswerk|interesses|hobby's|overig|nevenactiviteiten|overige|bestuurswerk|
        hobby's en interesses""",
}
# A heading in words of its own is known by one of these, if it looks like a heading.
TELLING: Final[tuple[tuple[Kind, str], ...]] = (
    ("languages", r"\blanguages\b|sprach(?:en|kennt)|\blangues\b|\bidiomas\b|\blingu(?:e|as)\b|\btalen(?:kennis)?\b"),
    ("certifications", r"certificat|certified|\blicen[cs]es?\b|zertifi|certificac|certificaz|\bcredentials\b"),
    ("education", r"\beducation|\bstudi(?:es|ed|um)\b|\bqualifications?\b|academic|ausbildung|bildung|formation|"
                  r"formaci|formac|istruzione|opleiding|\bschool(?:ing)?\b|\blearn(?:ed|t|ing)?\b"),
    ("experience", r"experience|employ(?:ment|ers)|\bcareer|work(?:ed)? (?:history|life)|\bworked\b|berufs|erfahrung|"
                   r"werdegang|experiencia|esperienz|werkervaring|\bjobs\b|\bjourney\b|\bworking life\b|emploi"),
    ("skills", r"\bskills?\b|expertise|kenntniss|kompetenz|competenc|competenz|habilidad|conocimient|vaardighe|"
               r"\btool(?:s|kit|box)?\b|technolog|\bknow[- ]how\b|\bgood at\b|\bcan do\b|proficien"),
    ("summary", r"\babout\b|\bprofil|\bsummary\b|\bwho i am\b|\bsobre m|\bin short\b"),
    ("contact", r"\bcontact|\breach me\b"),
    ("references", r"\breferences?\b|\breferenz"),
)  # fmt: skip


def phrases() -> dict[str, Kind]:
    """Each phrase and the section that it is a heading of."""
    return {
        " ".join(phrase.split()): kind
        for kind, listed in _PHRASES.items()
        for phrase in listed.replace("\n", "").split("|")
        if phrase.strip()
    }
