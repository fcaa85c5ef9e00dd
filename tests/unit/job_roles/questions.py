"""Questions for tests: such as ask about a protected characteristic, and honest ones that use the same words."""

PROTECTED = {
    "age": """
        Are you close to retirement?
        What generation do you belong to?
        How long do you want to work before you retire?
        Would your age be a problem on this team?
        ¿Qué edad tienes?
        How old are you?
        May I ask how old you are?
        What is your age?
        What's your date of birth?
        What year were you born?
        When did you graduate from high school?
        In which year did you graduate?
        When do you plan to retire?
        How many years do you have left until you retire?
        Are you over 40?
        Aren't you a bit too young for a role like this?
        Would you have trouble working for a younger manager?
        Are you a digital native?
        Wie alt sind Sie?
        Darf ich nach Ihrem Alter fragen?
        Wann sind Sie geboren?
        Wann wollen Sie in Rente gehen?
        Quel âge avez-vous ?
        Quelle est votre date de naissance ?
        ¿Cuántos años tiene usted?
        ¿Cuál es su edad?
        ¿Cuál es tu fecha de nacimiento?
        Quanti anni ha?
        Quantos anos você tem?
        Hoe oud bent u?
    """,
    "family": """
        Are you planning on getting married?
        Any plans to have kids?
        Do you plan on becoming a mother?
        Is your wife working too?
        Have you been pregnant before?
        What would you do if your child got sick during a shift?
        Do you need to care for elderly parents?
        What are your plans regarding children?
        Haben Sie einen festen Freund?
        Haben Sie vor, Kinder zu bekommen?
        Avez-vous l'intention d'avoir des enfants ?
        ¿Tienes pensado ser madre?
        Hai intenzione di avere figli?
        Heb je een vriend?
        Are you married?
        Are you pregnant or planning to become pregnant?
        Do you have children?
        Do you have any kids, and how old are they?
        How many children do you have?
        Do you plan to have children in the next years?
        Are you planning to start a family soon?
        What does your husband do for a living?
        Would your spouse mind if you travelled a lot?
        Who looks after your kids while you are at work?
        Could you tell us whether you are married?
        How do you balance work and family?
        Are you a single parent?
        Have you ever taken maternity leave?
        What is your marital status?
        What are your childcare arrangements?
        Do you have family responsibilities that keep you from travelling?
        Tell me about your family.
        Is it Mrs or Miss?
        Do you want kids?
        Sind Sie verheiratet?
        Haben Sie Kinder?
        Planen Sie, Kinder zu bekommen?
        Sind Sie schwanger?
        Was macht Ihr Mann beruflich?
        Wie ist Ihr Familienstand?
        Wer kümmert sich um Ihre Kinder?
        Êtes-vous mariée ?
        Avez-vous des enfants ?
        Souhaitez-vous avoir des enfants ?
        Quelle est votre situation familiale ?
        ¿Está casada?
        ¿Tiene hijos?
        ¿Piensa tener hijos?
        ¿Está usted embarazada?
        È sposata?
        Ha figli?
        Você é casada?
        Pretende ter filhos?
        Bent u getrouwd?
        Heeft u kinderen?
    """,
    "health": """
        Were you ever hospitalized?
        Is there any medical reason why you could not do this job?
        Have you ever had a nervous breakdown?
        What medications are you taking?
        Do you use a wheelchair?
        Do you have any conditions that affect your work?
        Êtes-vous en bonne santé ?
        Do you have a disability?
        Do you have any medical conditions that we should know about?
        Are you healthy?
        How is your health?
        How many sick days did you take last year?
        Do you take any medication?
        Have you ever been treated for depression?
        Have you ever filed a workers' compensation claim?
        Are you disabled?
        Do you smoke?
        How tall are you?
        Have you had cancer?
        Tell us about your mental health.
        Do you suffer from any chronic illness?
        Haben Sie eine Behinderung?
        Leiden Sie unter chronischen Krankheiten?
        Sind Sie gesund?
        Wie oft waren Sie im letzten Jahr krank?
        Avez-vous un handicap ?
        Comment est votre santé ?
        Avez-vous des problèmes de santé ?
        ¿Tiene alguna discapacidad?
        ¿Padece alguna enfermedad?
        Ha problemi di salute?
        Você tem alguma doença?
        Heeft u een handicap?
    """,
    "religion": """
        Will you need to take time off for prayer?
        Which God do you believe in?
        Do you attend a mosque?
        Sind Sie Moslem?
        Gehören Sie einer Kirche an?
        What is your religion?
        Are you religious?
        Do you go to church on Sundays?
        Do you believe in God?
        Which church do you attend?
        Are you Muslim?
        Do you observe any religious holidays?
        Would you need time off for religious holidays?
        Would you take off your headscarf at work?
        Welcher Religion gehören Sie an?
        Sind Sie gläubig?
        Glauben Sie an Gott?
        Quelle est votre religion ?
        Êtes-vous croyant ?
        ¿Cuál es su religión?
        ¿Es usted católico?
        Qual è la sua religione?
        Qual é a sua religião?
        Wat is uw geloof?
    """,
    "origin": """
        What country are you from?
        Your name sounds foreign, where does it come from?
        When did you immigrate?
        You have an accent, where is it from?
        Do you speak German at home?
        Welchen Akzent haben Sie da?
        Where are you really from?
        Where are you originally from?
        Where were you born?
        What is your nationality?
        What is your native language?
        Are you a native English speaker?
        Is English your first language?
        Where does your accent come from?
        What is your ethnic background?
        Are you a US citizen?
        What languages do you speak at home?
        How long have you lived in this country?
        What kind of name is that?
        Are you an immigrant?
        Woher kommen Sie ursprünglich?
        Was ist Ihre Muttersprache?
        Haben Sie einen Migrationshintergrund?
        Welche Staatsangehörigkeit haben Sie, und wo sind Sie geboren?
        D'où venez-vous ?
        Quelle est votre nationalité ?
        Quelles sont vos origines ?
        ¿De dónde es usted?
        ¿Cuál es su nacionalidad?
        Di dove sei?
        Qual a sua nacionalidade?
        Waar komt u oorspronkelijk vandaan?
    """,
    "gender": """
        Do you identify as LGBTQ?
        Are you a woman who can handle a male team?
        What is your sexual orientation?
        Are you gay?
        Are you a man or a woman?
        What is your gender?
        How do you cope as a woman in such a male team?
        Would you mind working for a woman?
        Are you transgender?
        Was ist Ihre sexuelle Orientierung?
        Sind Sie homosexuell?
        Quelle est votre orientation sexuelle ?
        ¿Cuál es su orientación sexual?
        ¿Es usted gay?
        Qual è il suo orientamento sessuale?
        Qual a sua orientação sexual?
        Wat is uw seksuele geaardheid?
    """,
    "politics": """
        Do you consider yourself liberal or conservative?
        Did you support the last president?
        ¿A quién votaste?
        Who did you vote for?
        What are your political views?
        Are you a member of any political party?
        Which party do you support?
        Are you politically active?
        Welche Partei wählen Sie?
        Was ist Ihre politische Einstellung?
        Pour qui avez-vous voté ?
        Quelles sont vos opinions politiques ?
        ¿Por quién votó?
        Per chi ha votato?
        Em quem você votou?
        Op welke partij stemt u?
    """,
    "union": """
        What do you think about unions?
        Are you a member of a union?
        Are you in a trade union?
        Have you ever been a union member?
        Would you join a union here?
        Have you ever been on strike?
        Sind Sie Mitglied in einer Gewerkschaft?
        Êtes-vous syndiqué ?
        ¿Pertenece a algún sindicato?
        Bent u lid van een vakbond?
    """,
    "criminal_record": """
        Have you ever spent a night in jail?
        Have you ever been arrested?
        Do you have a criminal record?
        Have you ever been convicted of a crime?
        Sind Sie vorbestraft?
        Avez-vous un casier judiciaire ?
        ¿Tiene antecedentes penales?
        Ha precedenti penali?
    """,
    "finances": """
        Do you owe anyone money?
        What is your credit score?
        Do you have any debts?
        Do you own your home?
        Have you ever filed for bankruptcy?
        Haben Sie Schulden?
        Avez-vous des dettes ?
        ¿Tiene deudas?
    """,
}

HONEST = """
    Who was your mentor, and what did you learn?
    How do you support your team's health and wellbeing?
    How did you handle a partner who missed deadlines?
    What is your approach to parental controls in apps?
    How would you help a family choose a care plan?
    How do you teach children with special needs?
    What did your parent company decide?
    Have you ever been in charge of a migration?
    How do you assess the credit history of a borrower?
    What have you done to make a product usable for older people?
    Do you have a driving licence?
    What was your role in the union of the two databases?
    Do you have experience with religious clients?
    Tell me about a race against time at work.
    How do you keep sick patients comfortable?
    What conditions do you need to do your best work?
    Do you have any conditions on remote work?
    How do you handle your mother board's firmware?
    Are you straight with your clients when something fails?
    What is your favourite family of fonts?
    How do you prefer to work with men and women in a team?
    What do you like about working with people from other countries?
    Where are your strengths?
    Where do you see yourself in five years?
    Do you drink from the fire hose of alerts, or filter?
    Are you willing to relocate?
    Can you work night shifts?
    How did you graduate a feature from beta?
    When did you finish your degree project?
    Do you pray that the deploy works, or do you have tests?
    How did you vote on the RFC?
    What kind of name would you give this function?
    How did you treat a case of depression as a nurse?
    How do you care for pregnant women?
    Have you worked in a prison before?
    When did you migrate to Kubernetes?
    How do you give medication safely?
    How do you handle accessibility (disability) requirements in UI?
    Do you have work authorisation for this country?
    Are you legally authorised to work in the EU?
    Will you need visa sponsorship?
    Are you over 18?
    What is the age of the data when it reaches the dashboard?
    How do you decide on the maximum age of a cache entry?
    Which family of algorithms would you use, and why?
    Tell me about a race condition that you debugged.
    How did you find your race condition?
    Do you religiously test your code, or where do you draw the line?
    Are you religious about code style?
    How do you build an age verification flow?
    Tell me about your age verification service.
    What is your health check endpoint for?
    How did you design your health checks?
    How would you model parent and child nodes in a table?
    Do you have children elements re-render when their parent changes?
    How did you pay back technical debt in your last project?
    Do you have technical debt that you are proud of?
    Have you ever worked with credit scores?
    Tell me about your credit scoring model.
    When do you use a union type?
    Are union types a good idea here?
    How do you vote on architecture decisions in your team?
    What third party did you depend on most?
    Which party was responsible for the outage?
    Where do you get your requirements from?
    Where does your data come from?
    Where did that number come from?
    How do you handle the origin header and CORS?
    Tell me about your origin server and its cache.
    What was your first programming language?
    Which native languages have you used on mobile?
    Have you built native apps?
    How do you test with screen readers for blind users?
    How have you supported people with disabilities in your work?
    What experience do you have working with children?
    How many children did you teach in a class?
    How many children do you teach at a time?
    How do you talk with parents when their child struggles?
    Tell me about a time when you supported a family in crisis.
    How do you care for patients with dementia?
    Tell me about your experience in mental health care.
    How do you keep health data private?
    Are you engaged in open-source work?
    Are you single-handedly responsible for that service?
    Tell me about a single point of failure that you removed.
    How did you and your partner team share the work?
    Tell me about a partner integration that you built.
    When did you retire the legacy system?
    How did you plan to retire the old API?
    Are you familiar with orchestration of services?
    Are you able to work on weekends, as this role requires it?
    Can you lift 20 kilograms, which this role requires?
    This role travels two days a week; does that work for you?
    Which languages do you speak, and how well?
    How would you explain this to a non-native speaker?
    How do you write for readers who are not native speakers?
    How do you bring a mixed-age team together?
    Tell me about a conflict in a diverse team: what did you do?
    How do you make hiring fair for older applicants?
    What did you learn from managing people of different cultures?
    How do you keep bias by gender out of a model?
    How did you measure your gender pay gap analysis?
    How do you handle names and gender in a form?
    Tell me about a decision in which you had faith in the data.
    What gives you your faith in the test suite?
    How do you believe a good review should be?
    Tell me about a time when you were convinced and were wrong.
    Have you ever been charged with leading a migration?
    Have you been accused of over-engineering?
    Which arrest records did the data set hold?
    How did you weigh the alternatives?
    How is your weight initialisation done?
    What is your height map resolution?
    What is the weight of each feature?
    How do you treat depression of a market in your forecasts?
    How do you find the disease in a diagnosis of logs?
    What was your diagnosis of the incident?
    Are you sick of flaky tests, and what do you do about them?
    How do you run a blind test?
    What do you do when a build is ill-defined?
    How do you raise an exception in a generator?
    Tell me about a time when you had to give birth to an idea quickly.
    How do you process date of birth fields from many countries?
    How long have you worked with Python?
    How many years of experience do you have with Kubernetes?
    How old is the code base that you work on?
    What is the oldest system you have maintained?
    When did you finish your last project?
    When did you start to lead people?
    What motivates you in your work?
    Why do you want to work with us?
    What does a good day look like for you?
    How do you organise your working day?
    Describe a time when you disagreed with your manager: what happened?
    What was your own part in that, as distinct from your team's?
    What would your colleagues say about your work?
    How do you handle stress at work?
    How do you prepare for an on-call week?
    How do you mask personal data such as religion or ethnicity?
    How would you survey political opinions without bias?
    How do you report news about the president fairly?
    How did you negotiate with a works council?
    How do you work with a union as an HR manager?
    Tell me about a negotiation with a trade union that you led.
    How would you assess a customer's credit risk?
    How do you help customers who are in debt?
    Do you own a product backlog today?
    How do you handle a customer with a criminal background check?
    How do you make a church website accessible?
    How would you plan religious holidays into a rota?
    How do you balance load over nodes?
    How do you balance speed and quality?
    What is your retirement savings product's architecture?
    How would you describe the man in the middle attack?
    Tell me about working with women's health data.
    As a parent process, how do you wait for your child processes?
    Do you use Roman numerals, and are you consistent?
    Are you Azure certified?
    Are you comfortable with German regulation?
    Are you German-market savvy, and how did you learn it?
    Are you white-box or black-box testing, and when?
    Wie alt ist Ihr System?
    Was macht Ihr alter Server heute?
    Wie haben Sie mit Kindern gearbeitet?
    Haben Sie technische Schulden abgebaut?
    Woher kommen Ihre Daten?
    Wie gehen Sie mit Barrierefreiheit um?
    Haben Sie Erfahrung in der Pflege von kranken Menschen?
    Welche Sprachen sprechen Sie?
    Dürfen Sie in Deutschland arbeiten?
    Quel est l'âge de vos données ?
    Avez-vous travaillé avec des enfants ?
    Avez-vous aidé des enfants en difficulté ?
    D'où viennent vos données ?
    Avez-vous arrêté un projet ?
    Quelles langues parlez-vous ?
    Avez-vous des dettes techniques à rembourser ?
    ¿Cuántos años de experiencia tiene?
    ¿Cuántos años tiene de experiencia con Java?
    ¿De dónde vienen los datos?
    ¿Cómo trabaja con niños?
    ¿Tiene deudas técnicas su proyecto?
    Quanti anni di esperienza ha?
    Ha esperienza con bambini?
    Da dove viene il dato?
    Quantos anos de experiência você tem?
    Hoeveel jaar ervaring heeft u?
    Hoe oud is uw systeem?
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]
