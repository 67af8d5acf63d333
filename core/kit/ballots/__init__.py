"""票决：规则、计票、满意度测评，纯函数在前，表和办理在后。

`shares`, `grades`, `rules`, `sheets` are data; `tallying` counts, `working` puts every number into
a sentence, `closed` writes a closed vote as one file. None of them reads a clock or a database.
"""
