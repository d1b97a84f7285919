/** The look of the HTML report, on screen and on paper. */
export const style = `
:root{color-scheme:light dark;font:14px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
body{max-width:1080px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:1.6rem}
.headline{display:flex;gap:1.2rem;align-items:baseline;padding:.8rem 1rem;border:1px solid #8886;border-left-width:6px;font-variant-numeric:tabular-nums}
.headline.pass{border-left-color:#2b8a3e}.headline.fail{border-left-color:#c92a2a}.headline.incomplete{border-left-color:#b26a00}
.gate{font-weight:600}
.rule,small{color:#777}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#777}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:.5rem 0}td,th{border:1px solid #8884;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
li{overflow-wrap:anywhere;margin:.3rem 0}
details.item{border:1px solid #8884;margin:.3rem 0;padding:.4rem .7rem}details.call{margin:.3rem 0 .3rem 1rem}
summary{cursor:pointer;overflow-wrap:anywhere}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.5rem;max-height:24rem;overflow:auto}
.verdict{display:inline-block;min-width:6em;font-weight:600}.pass{color:#2b8a3e}.fail{color:#c92a2a}.denied,.blocked,.skipped,.unknown{color:#b26a00}
@media print{
:root{color-scheme:light;font-size:11px}body{max-width:none;margin:0;padding:0}
h2{break-after:avoid}summary{list-style:none;break-after:avoid}tr,li{break-inside:avoid}
pre{max-height:none;overflow:visible}
}
`
