"""The environment is read by one table, and anything wrong in it refuses the start."""

from pathlib import Path

import pytest

from core.settings import SETTINGS, Settings, SettingsError, default_data_dir, describe, load

SECRET = "s3cret-word"


def test_an_empty_environment_gives_the_embedded_default() -> None:
    settings = load({"HOME": "/nowhere", "RENDA_TEST_DATABASE_URL": "whatever a test needs"})
    assert settings.embedded
    assert (settings.host, settings.port) == ("127.0.0.1", 8700)
    assert (settings.production, settings.worker) == (False, True)
    assert (settings.max_file_mb, settings.session_hours) == (60, 12)
    assert settings.data_dir == Path(default_data_dir())


def test_values_are_read_by_their_kind() -> None:
    several_hosts = "postgresql://a:b@one:5432,two:5433/x?target_session_attrs=read-write"
    settings = load(
        {
            "RENDA_DATABASE_URL": several_hosts,
            "RENDA_DATA_DIR": "/srv/人大",
            "RENDA_PRODUCTION": "1",
            "RENDA_LOG_LEVEL": "debug",
            "RENDA_PORT": "",
        }
    )
    assert settings.database_url == several_hosts
    assert settings.data_dir == Path("/srv/人大")
    assert settings.production
    assert (settings.log_level, settings.port) == ("DEBUG", 8700)


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("RENDA_PORT", "70000", "1 到 65535 的整数"),
        ("RENDA_PORT", "八七", "1 到 65535 的整数"),
        ("RENDA_PRODUCTION", "yes", "0 或 1"),
        ("RENDA_DATA_DIR", "data", "文件夹的绝对路径"),
        ("RENDA_HOST", "a b", "主机名或 IP 地址"),
        ("RENDA_MAX_FILE_MB", "0", "1 到 2048 的整数"),
        ("RENDA_LOG_LEVEL", "loud", "DEBUG、INFO、WARNING、ERROR、CRITICAL 之一"),
        ("RENDA_DATABASE_URL", "sqlite:///x", "postgresql:// 开头的连接串"),
    ],
)
def test_a_wrong_value_names_variable_value_and_what_is_allowed(
    variable: str, value: str, allowed: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load({variable: value})
    message = str(refused.value)
    assert message.startswith(f"环境变量 {variable} 的值")
    assert allowed in message
    assert (repr(value) in message) == (variable != "RENDA_DATABASE_URL")


def test_a_misspelt_variable_refuses_the_start() -> None:
    with pytest.raises(SettingsError, match="不认识环境变量 RENDA_HOTS"):
        load({"RENDA_HOTS": "0.0.0.0"})


def test_no_message_and_no_repr_shows_a_password() -> None:
    right = load({"RENDA_DATABASE_URL": f"postgresql://u:{SECRET}@h/x"})
    assert SECRET not in repr(right)
    assert SECRET not in str(right)
    with pytest.raises(SettingsError) as refused:
        load({"RENDA_DATABASE_URL": f"postgresql://u:{SECRET}%zz@h/x"})
    assert SECRET not in str(refused.value)
    assert refused.value.__suppress_context__


def test_migrating_an_outside_database_needs_the_owner() -> None:
    outside = {"RENDA_DATABASE_URL": "postgresql://app@h/x"}
    with pytest.raises(SettingsError, match="RENDA_OWNER_DATABASE_URL"):
        load(outside).owner_url()
    owner = "postgresql://owner@h/x"
    assert load(outside | {"RENDA_OWNER_DATABASE_URL": owner}).owner_url() == owner


def test_the_table_fills_every_field_and_describes_every_variable() -> None:
    assert {setting.field for setting in SETTINGS} == set(Settings.__struct_fields__)
    rows = describe().splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == [setting.variable for setting in SETTINGS]
    assert all(row.count("|") == 6 for row in rows)
