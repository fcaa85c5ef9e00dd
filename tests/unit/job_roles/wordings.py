"""Questions and lines of job descriptions in four languages: such as are about a protected characteristic, and honest
ones that use the same words."""

ASKED = {
    "age": """
        When did you finish high school?
        Are you comfortable working with people younger than you?
        What year did you graduate from university?
        How many years until you retire?
        In welchem Jahr haben Sie Abitur gemacht?
        Wann haben Sie Ihren Schulabschluss gemacht?
        Wann gehen Sie in Rente?
        En quelle année avez-vous obtenu votre bac ?
        Vous avez quel âge ?
        ¿Cuántos años tiene?
        ¿En qué año terminó la secundaria?
        ¿Cuándo nació?
        In which year did you finish primary school?
        En quelle année êtes-vous né ?
    """,
    "family": """
        Do you plan to have kids in the next few years?
        Where is your family from?
        What does your husband do?
        Who takes care of your children while you work?
        Tell me about your family situation.
        Do you have any children?
        How would your spouse feel about the travel?
        Are you planning on starting a family?
        How do you manage childcare?
        Is that your maiden name?
        Do you have a boyfriend?
        Are you currently undergoing fertility treatment?
        When do you expect to have a baby?
        Planen Sie, in den nächsten Jahren Kinder zu bekommen?
        Wie ist Ihre Familienplanung?
        Wer betreut Ihre Kinder?
        Wollen Sie noch Kinder?
        Sind Sie alleinerziehend?
        Leben Sie in einer festen Beziehung?
        Möchten Sie demnächst heiraten?
        Wie vereinbaren Sie Familie und Beruf?
        Êtes-vous enceinte ?
        Comptez-vous avoir des enfants ?
        Qui garde vos enfants ?
        Que fait votre mari ?
        Envisagez-vous une grossesse ?
        Est-ce que vous avez des enfants ?
        Est-ce que vous êtes enceinte ?
        Est-ce que vous êtes marié ?
        Tu as des enfants ?
        Quelle est votre situation de famille ?
        Vivez-vous en couple ?
        ¿Está embarazada?
        ¿Quién cuida de sus hijos?
        ¿A qué se dedica su marido?
        ¿Vives con tu pareja?
        ¿Planea formar una familia?
        ¿Usted tiene hijos?
        ¿Tiene usted hijos?
        ¿Cuántos hijos tienes?
        ¿Eres soltera?
        Do you have a boyfriend or girlfriend at home?
        Have you ever had a miscarriage or fertility treatment?
        Wer passt auf Ihren Nachwuchs auf, wenn Sie arbeiten?
        Wie steht es um Ihren Kinderwunsch?
        Woher stammen Ihre Eltern?
        Comptez-vous avoir des enfants prochainement ?
        ¿Está usted casada o soltera?
        ¿Piensa quedarse embarazada?
        Are you the main breadwinner in your household?
        Will you be taking maternity leave any time soon?
        Wie alt sind Ihre Kinder?
        ¿Cuántos hijos tiene?
        ¿Tiene pareja?
    """,
    "religion": """
        Are you able to work on Saturdays for religious reasons?
        Do you observe Ramadan?
        Would your religion prevent you from working weekends?
        Do you need time off for religious holidays?
        What holidays do you celebrate?
        What religion are you?
        Do you wear a hijab at work?
        Do you go to the mosque?
        Do you pray during the day?
        Welche Religion haben Sie?
        Welcher Konfession gehören Sie an?
        Gehen Sie in die Kirche?
        Fasten Sie während des Ramadan?
        Tragen Sie ein Kopftuch?
        Êtes-vous pratiquant ?
        Allez-vous à la messe ?
        Portez-vous le voile ?
        Faites-vous le ramadan ?
        ¿Va a misa?
        ¿Usa velo?
        ¿Es usted creyente?
        Gehen Sie sonntags in die Kirche?
        Pratiquez-vous le ramadan ?
        ¿Va usted a misa?
    """,
    "health": """
        Do you have a disability that would affect your work?
        Have you ever been treated for a mental health issue?
        Have you had any surgeries?
        How do you deal with your time of the month at work?
        Would you describe yourself as neurotypical?
        Do you take antidepressants?
        Sind Sie schwerbehindert?
        Wie gesund sind Sie?
        Waren Sie in den letzten Jahren ernsthaft krank?
        Nehmen Sie regelmäßig Medikamente?
        Haben Sie psychische Probleme?
        Sind Sie in Therapie?
        Est-ce que vous êtes malade ?
        Prenez-vous des médicaments ?
        ¿Toma medicación?
        ¿Tienes problemas de salud mental?
        Do you take any medication on a regular basis?
        Waren Sie in den letzten zwei Jahren längere Zeit krank?
        ¿Padece alguna enfermedad crónica?
        Haben Sie einen Schwerbehindertenausweis?
    """,
    "gender": """
        What are your pronouns?
        Are you trans?
        Welches Geschlecht haben Sie?
        Êtes-vous homosexuel ?
        ¿Eres gay?
    """,
    "origin": """
        What's your ethnic background?
        Were you born in this country?
        Describe how your upbringing in your home country shaped you.
        Which passport do you hold?
        Welche Staatsangehörigkeit haben Sie?
        Ist Deutsch Ihre Muttersprache?
        D'où venez-vous vraiment ?
        D'où viennent vos parents ?
        ¿De qué país son sus padres?
        Quel est votre pays d'origine ?
    """,
    "union": """
        Sind Sie Mitglied einer Gewerkschaft?
        Êtes-vous membre d'un syndicat ?
        ¿Está afiliado a algún sindicato?
    """,
    "criminal_record": """
        Haben Sie Vorstrafen?
        Avez-vous déjà été condamné ?
        ¿Ha sido detenido?
    """,
    "politics": """
        Pour qui votez-vous ?
        ¿A qué partido vota?
        Which party did you vote for in the last election?
        ¿A qué partido votó en las últimas elecciones?
    """,
}

HONEST_TOO = """
    How do you handle a religious dedication to deadlines?
    How did you design the parent-child relationship in your data model?
    Tell me about a race condition you fixed.
    How did you manage the health checks of your service?
    What was the oldest system you had to retire, and how?
    How do you approach accessibility for people with disabilities?
    How would you design a family of fonts?
    Tell me about a time you disagreed with your manager.
    How have you supported a patient's family?
    How have you worked with children in your class?
    How do you calm a crying child in your ward?
    How did you support pregnant patients in your clinic?
    How do you care for elderly patients?
    Tell me about a time your team worked with unions.
    How did you treat a patient with depression?
    How do you make sure that people of all religions feel welcome in your class?
    How do you talk to parents about their child's progress?
    Describe how you have explained a diagnosis to a patient.
    How have you handled gender bias in a data set?
    When did you last mentor somebody with a different cultural background?
    Which native code did you write?
    How would you deal with a colleague who is sick?
    How do you age out stale cache entries?
    How do you handle orphaned child processes?
    What was your approach to master/slave replication?
    How did you migrate the partner's data?
    What is your partner strategy in sales?
    How did you work with your partners in the USA?
    How do you respond when a customer is pregnant and needs a chair?
    What languages do you speak fluently enough to serve customers?
    Tell me about a conflict with a union representative you resolved.
    How did you use credit scores in your model?
    How have you helped clients with their mortgage?
    How do you teach children with ADHD?
    How have you looked after children with special needs?
    How did you help your children's ward cope with staff shortages?
    How do you handle allergies when you plan a menu?
    How have you adapted lessons for your deaf students?
    Wie gehen Sie mit kranken Patienten um?
    Wie betreuen Sie Ihre Kinder in der Gruppe?
    Wie haben Sie Familien in Krisen beraten?
    Wie alt war das System, das Sie abgelöst haben?
    Wie gehen Sie mit Angehörigen verschiedener Religionen um?
    Wie haben Sie die Gesundheit Ihrer Datenbank überwacht?
    Welche Verantwortung hatten Sie in Ihrem Team?
    Comment travaillez-vous avec les enfants de votre classe ?
    Comment avez-vous soigné des patients malades ?
    Comment gérez-vous votre dette technique ?
    Quelle est votre expérience avec des familles en difficulté ?
    Comment avez-vous géré la santé de votre système ?
    ¿Cómo trabaja con niños de diferentes edades?
    ¿Cómo ha tratado a pacientes con discapacidad?
    ¿Qué experiencia tiene con familias?
    ¿Cómo gestiona la deuda técnica?
    ¿Cómo monitoriza la salud de su sistema?
    How would you design an age-verification flow?
    How did you bring a feature from pregnancy of an idea to birth of a product?
    Tell me about a time you had to care for an elderly patient who refused treatment.
    How do you test that a signup form handles gender and date of birth correctly?
    What is your experience with union types in TypeScript?
    Wie gehen Sie mit alten Systemen um, die niemand mehr versteht?
    Wie haben Sie die Einführung der elektronischen Patientenakte begleitet?
    Wie bauen Sie eine Partnerschaft mit einem neuen Lieferanten auf?
    Welche Herkunft haben die Daten, die Sie im Data Warehouse zusammenführen?
    Wie erklären Sie Eltern eine schlechte Schulnote ihres Kindes?
    Comment gérez-vous un conflit entre deux partenaires commerciaux ?
    Comment avez-vous amélioré la santé d'un projet en retard ?
    Racontez une situation où vous avez formé de jeunes collègues.
    Comment organisez-vous la garde de nuit dans votre service hospitalier ?
    Quel était votre rôle dans la migration des données nationales ?
    ¿Cómo gestiona la relación con la familia de un paciente?
    ¿Qué edad tenía el sistema cuando lo migró?
    ¿Cómo diseñaría una campaña para clientes jóvenes?
    ¿Cómo explica un proceso técnico a un equipo de otro país?
    Cuénteme un proyecto en el que su equipo tuvo que elegir entre dos proveedores.
    How do you partner with designers when requirements are unclear?
    What is your approach to disability access in web interfaces?
    How do you keep your children processes from becoming zombies?
    How would you market a fertility app to clinics?
    How do you plan parental leave cover in the teams you lead?
    Wie behandeln Sie chronische Schmerzen bei Patienten?
    Wie alt war der Code, den Sie übernommen haben?
    Wie verheiraten Sie zwei unterschiedliche Datenmodelle?
    Wie planen Sie Vertretungen, wenn Kollegen krank sind?
    Welche Rolle spielt die Partei des Klägers in Ihrer Argumentation?
    Comment vérifiez-vous l'âge des clients lors de la vente d'alcool ?
    Comment avez-vous négocié avec les syndicats de votre entreprise ?
    Comment accueillez-vous les enfants le matin à la crèche ?
    Comment traitez-vous les données de santé dans vos applications ?
    Comment élaborez-vous un budget pour un couple de clients ?
    ¿Cómo atiende a una paciente embarazada en urgencias?
    ¿Cómo negoció con el sindicato un cambio de turnos?
    ¿Cómo enseña matemáticas a niños de primaria?
    ¿Cómo eligió a su socio tecnológico?
    ¿Qué origen tienen los errores que encontró en producción?
    How do you structure squads around your tribe?
    What is your busiest time of the month in accounting?
    Are you experienced in therapy with children?
    Which nationalities do you work with most often?
    How do you serve your religious clients?
    How do you plan surgery lists?
    Have you assisted in surgeries?
    Do you use painkillers in post-operative care according to a protocol?
    How do you keep Christmas orders on time?
    How do you keep a church roof dry during renovation?
    Do you attend church events as a photographer?
    How do you handle childcare for thirty toddlers?
    Do you have a nanny qualification?
    Have you designed a dating app?
    What is your partner programme like?
    How do you manage your partner accounts?
    How do you prepare your children for school at the nursery?
    How did you live up to the team's values?
    What is your faith-neutral wording for the form?
    Wie haben Sie die Leitungen in die Kirche verlegt?
    Haben Sie Medikamente verabreicht?
    Haben Sie psychische Erkrankungen behandelt?
    Haben Sie Erfahrung mit Kindern und Familien?
    Wie planen Sie den Ramadan im Dienstplan ein?
    Wie würden Sie Paare beraten, die heiraten wollen?
    Wie fördern Sie Ihren Nachwuchs im Team?
    Wie leiten Sie Ihren Jahrgang 10?
    Wie reagieren Sie, wenn ein Kind krank wird?
    Welche Gesundheitsdaten haben Sie verarbeitet?
    Wie gehen Sie mit Ihrem Partner im Vertrieb um?
    Welchen Pass spielen Sie auf dem Flügel?
    Comment gérez-vous vos fils de discussion ?
    Comment avez-vous restauré l'église du village ?
    Comment suivez-vous la prise de médicaments ?
    Comptez-vous travailler seul ou en équipe ?
    Comment prévoyez-vous les congés maternité de vos équipes ?
    Comment célébrez-vous les succès de l'équipe ?
    Comment portez-vous la voix du client ?
    Comment accompagnez-vous une famille en deuil ?
    Êtes-vous formé en thérapie cognitive ?
    Avez-vous soigné des maladies chroniques ?
    ¿Cómo adapta la actividad a su edad?
    ¿Quiere trabajar solo o en equipo?
    ¿Cómo informa a un padre sobre su hija?
    ¿Ha tratado a pacientes con depresión?
    ¿Cómo celebra los logros del equipo?
    ¿Cuándo nació el proyecto?
    ¿Lleva usted el control de las bajas médicas?
    ¿Qué edad tienen los niños con los que trabaja?
    ¿Cómo organiza una visita a la iglesia con turistas?
    ¿De dónde son sus clientes?
    Are you responsible for a family of products?
    Do you wear protective glasses at work?
    How would you get a child to open up?
    Do you live our value of candour, and how?
    Have you organised events with the synagogue?
    What would you do with a free day at work?
    How do you handle married name changes in a database?
    What do your partners expect of you?
    How do you regard yourself as a leader?
"""

REFUSED_IN_POSTINGS = """
    Candidates must be under 35.
    Maximum age 40.
    We look for a recent graduate, ideally 22-28.
    No pregnant applicants.
    Only men.
    Must be Christian.
    German passport required.
    Native speaker of German.
    Wir suchen einen jungen Mitarbeiter bis 35 Jahre.
    Nur deutsche Staatsbürger.
    Sie sind zwischen 25 und 35.
    Muttersprache Deutsch.
    Keine Kinder.
    Homme de 25 à 35 ans.
    Jeune femme dynamique.
    Sans enfants.
    Nationalité française exigée.
    Mujer soltera de 20 a 30 años.
    Buscamos un chico joven.
    Sin cargas familiares.
    Buena presencia, edad 25-35.
    Must be physically fit and free of disabilities.
    Recent high-school leavers only, no older applicants.
    Must not be a union member.
    Ungebunden, gesund, Nichtraucher.
    Junge, dynamische Kollegin.
    Ideal for recent school leavers under 28.
    Only male applicants for this warehouse job.
    Native English speakers only.
    Must be a practising Christian.
    We want someone young and energetic without children.
    Gesucht wird ein lediger Mann zwischen 20 und 30 Jahren.
    Bewerber ohne Kopftuch bevorzugt.
    Candidats de moins de 30 ans uniquement.
    Nous cherchons une hôtesse célibataire.
    Buscamos chica joven y con buena presencia.
    Applicants should be between 18 and 25 years of age.
    Female secretary wanted.
    Must be in excellent health with no medical conditions.
    US citizens by birth only.
    Sie sind nicht älter als 40 Jahre.
    Muttersprache Deutsch zwingend.
    Edad máxima 35 años.
    Imprescindible ser soltero y sin hijos.
"""

HONEST_IN_POSTINGS = """
    We offer excellent health insurance and a good health programme.
    You build native English and German apps.
    You care for children without family support.
    Young people are your clients: you work with young women and young men in care.
    Response time under 40 ms, uptime; under 50 servers.
    You support marital status forms in our product.
    Experience with women's health; female patients only ward.
    You mentor young professionals only occasionally.
    Cloud native, digital natives are our users.
    You teach classes aged 10 to 14.
    Vaccine storage up to 25 years.
    Kids aged 12-16 use our app.
    You mentor young engineers and own the hiring plan.
    Fluent English, written and spoken.
    We offer private health insurance and parental leave for all families.
    Latency under 30 ms and uptime of 25 to 35 days between releases.
    Experience with single-page applications and native mobile apps.
    Mindestens 5 Jahre Erfahrung in einem jungen Team (m/w/d).
    Betriebliche Gesundheitsförderung und Kinderzuschuss gehören dazu.
    Vous accompagnez des familles et des enfants de 3 à 6 ans.
    Équipe jeune et dynamique, poste ouvert à tous.
    Atención a personas mayores de 65 años en su domicilio.
    Right to work in the UK is required.
    Teach children between 5 and 11 years.
    We welcome applicants of any age, gender or nationality.
    Our healthy team of 35 serves 12 nationalities.
    Du arbeitest mit Kindern unter 6 Jahren.
    Wir freuen uns über Bewerbungen unabhängig von Alter, Geschlecht und Herkunft.
    Gültiger Führerschein und Arbeitserlaubnis.
    Développeur ou développeuse (H/F), 3 à 5 ans d'expérience.
    Trabajarás con un equipo joven de 20 a 30 personas.
    Se valorará experiencia con niños y familias.
"""
