"""The page to try queries, from files of our own: a public CDN is dead on an intranet."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from string import Template

from litestar import Response

SCRIPT = """\
const root = ReactDOM.createRoot(document.getElementById('graphiql'));
const fetcher = GraphiQL.createFetcher({ url: location.pathname });
const defaultQuery = `# 本机构的接口试用。按 Ctrl+Enter 执行；左侧书本图标是全部字段的中文说明。
# 登录：mutation { signIn(input: {login: "…", password: "…"}) { token } }，
# 然后在下方 Headers 中填写 {"Authorization": "Bearer 令牌"}。
{
  body { name level plugins { title enabled } }
  viewer { name organ { name } actions }
}
`;
const props = { fetcher, defaultQuery, defaultEditorToolsVisibility: 'headers' };
root.render(React.createElement(GraphiQL, props));
"""

PAGE = Template("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>接口试用 · $code</title>
<link rel="stylesheet" href="/graphiql/graphiql.min.css">
<style>html,body,#graphiql{height:100%;margin:0}</style>
</head>
<body>
<div id="graphiql">正在打开……</div>
<script src="/graphiql/react.production.min.js"></script>
<script src="/graphiql/react-dom.production.min.js"></script>
<script src="/graphiql/graphiql.min.js"></script>
<script>$script</script>
</body>
</html>
""")


def page(code: str, folder: Path) -> Response[str]:
    """GraphiQL for one body, or one sentence where its files were not fetched at set-up."""
    if not (folder / "graphiql.min.js").exists():
        told = "接口试用页面的文件尚未取得（安装时没有连上 npm）。GraphQL 接口本身可用。"
        return Response(told, status_code=200, media_type="text/plain; charset=utf-8")
    digest = b64encode(sha256(SCRIPT.encode()).digest()).decode()
    policy = (
        f"default-src 'self'; script-src 'self' 'sha256-{digest}';"
        " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
        " frame-ancestors 'none'"
    )
    return Response(
        PAGE.substitute(code="".join(one for one in code if one.isalnum()), script=SCRIPT),
        status_code=200,
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": policy},
    )
