"""What a body may vary."""

from core import Lower, Period, Setting, rough_days

ANSWER_PERIOD = "reception_day.answer_period"

SETTINGS = [
    Setting(
        name=ANSWER_PERIOD,
        title="接待事项答复期限（自交办之日起）",
        type=Period,
        lower=Lower.STRICTER_MAX,
        amount=rough_days,
        text=lambda period: period.text,
    )
]
