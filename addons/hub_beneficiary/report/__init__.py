from . import documents, person_papers
