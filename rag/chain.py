"""The pipeline as a LangChain Runnable, and its retriever."""
