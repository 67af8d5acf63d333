"""The console as it is served: one page, and files whose names change with their content.

The page calls the bodies' GraphQL endpoints and nothing else. It is built by `make assets` into
`static/`; where that was not done, a page says so and everything else works.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
FOREVER = "public, max-age=31536000, immutable"

MEDIA_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
"""What a build may hold; a file of another kind is not served."""

NOT_BUILT = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>控制台尚未构建</title>
</head>
<body>
<main>
<h1>控制台尚未构建</h1>
<p>接口照常可用。在源码目录运行 <code>make assets</code>
（需要能访问 npm 软件源），再重新启动服务。</p>
<p lang="en">The console has not been built; everything else works.
Run <code>make assets</code> in the checkout and start again.</p>
</main>
</body>
</html>
"""


@dataclass(frozen=True)
class Asset:
    """A file of the build, as it is and compressed."""

    content: bytes
    compressed: bytes
    media_type: str

    def answer(self, accept_encoding: str) -> tuple[bytes, dict[str, str]]:
        """What to send to whom takes these encodings, and the headers that go with it."""
        headers = {"Vary": "Accept-Encoding"}
        if "gzip" not in accept_encoding or len(self.compressed) >= len(self.content):
            return self.content, headers
        return self.compressed, headers | {"Content-Encoding": "gzip"}


@cache
def page(folder: Path = STATIC) -> Asset:
    """The one page of the console, or the one that says that there is none."""
    index = folder / "index.html"
    content = index.read_bytes() if index.is_file() else NOT_BUILT.encode()
    return asset(content, "text/html")


@cache
def assets(folder: Path = STATIC) -> dict[str, Asset]:
    """Every file that the page may ask for, by its name: what is not here is not served."""
    return {
        path.name: asset(path.read_bytes(), MEDIA_TYPES[path.suffix])
        for path in sorted((folder / "assets").glob("*"))
        if path.suffix in MEDIA_TYPES
    }


def asset(content: bytes, media_type: str) -> Asset:
    """A file as it is sent."""
    return Asset(content, gzip.compress(content, mtime=0), media_type)
