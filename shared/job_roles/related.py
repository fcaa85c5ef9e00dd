"""Skills that show a part of another: who knows Django knows some Python. Names are the vocabulary's."""

from typing import Final

SHOWS_PART_OF: Final[dict[str, tuple[str, ...]]] = {
    "SQL": ("PostgreSQL", "MySQL", "Microsoft SQL Server", "SQLite", "MariaDB", "PL/SQL", "T-SQL", "Oracle"),
    "Python": ("Django", "Flask", "FastAPI", "pandas", "NumPy", "PyTorch", "scikit-learn"),
    "JavaScript": ("TypeScript", "React", "Angular", "Vue.js", "Node.js", "Next.js", "jQuery"),
    "Java": ("Spring Boot", "Spring", "Hibernate", "Jakarta EE"),
    "C#": (".NET", "ASP.NET"),
    "PHP": ("Laravel", "Symfony", "WordPress"),
    "Ruby": ("Ruby on Rails",),
    "Machine Learning": ("scikit-learn", "PyTorch", "TensorFlow", "Keras", "XGBoost"),
    "CI/CD": ("Jenkins", "GitHub Actions", "GitLab CI", "CircleCI"),
    "Cloud computing": ("AWS", "Azure", "Google Cloud"),
    "Containers": ("Docker", "Kubernetes", "Podman"),
    "Docker": ("Kubernetes", "Podman"),
    "Linux": ("Ubuntu", "Debian", "Red Hat Enterprise Linux"),
    "Git": ("GitHub", "GitLab", "Bitbucket"),
    "Microsoft Office": ("Excel", "Word", "PowerPoint"),
    "Agile": ("Scrum", "Kanban"),
    "Infrastructure as code": ("Terraform", "Bicep", "Pulumi", "CloudFormation"),
}  # fmt: skip
