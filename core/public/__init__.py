"""The public pages of a body: what it published, as plain HTML for anybody, without a script.

`/p/` lists the bodies, `/p/<code>/` is a body's front page, `/p/<code>/<plugin>.<section>` a list,
`/p/<code>/<id>` the page of one entry. They read the catalogue of what was published and nothing
else; what was withdrawn is gone at once, since nothing of a page is kept without asking again.
"""
