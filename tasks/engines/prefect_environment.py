"""Prefect's settings for this house; imports no Prefect, so that they can be set before Prefect reads them."""

from tasks.settings import Settings


def prefect_environment(settings: Settings) -> dict[str, str]:
    """Prefect's settings: its own home and database, no word to anybody outside, nothing kept longer than needed."""
    secret = settings.prefect_auth.get_secret_value()
    auth = {f"PREFECT_{side}_AUTH_STRING": secret for side in ("SERVER_API", "API")} if secret else {}
    return auth | {
        "PREFECT_HOME": str(settings.root / "prefect"),
        "PREFECT_PROFILES_PATH": str(settings.root / "prefect" / "profiles.toml"),
        "PREFECT_API_URL": f"{settings.prefect_url}/api",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": settings.prefect_database,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": settings.prefect_url,
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_FLOWS_DEFAULT_RETRIES": "0",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "DO_NOT_TRACK": "1",
    }
