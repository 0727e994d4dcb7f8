/** How the page looks. Colours are those of the plots (`plot-frame.ts`), all at least 4.5:1 on paper. */
export const style = `
:root{color-scheme:light dark;--paper:#fff;--raised:#f6f8fa;--ink:#1f2328;--muted:#59636e;--line:#d0d7de;--grid:#dfe3e8;--zero:#848d97;--link:#0067a6;--bad:#b34700;--warn:#7a5c00;--good:#0067a6}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--raised:#161b22;--ink:#e6edf3;--muted:#9aa4af;--line:#3d444d;--grid:#2b3138;--zero:#6e7681;--link:#5cb8f5;--bad:#ff9d5c;--warn:#e3b341;--good:#5cb8f5}}
*{box-sizing:border-box}
html{scroll-padding-top:16px}
body{margin:0 auto;max-width:1280px;padding:24px clamp(16px,4vw,40px) 64px;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;overflow-wrap:anywhere}
h1,h2,h3,h4{line-height:1.25;margin:0;font-weight:600}
h1{font-size:26px}h2{font-size:20px;margin:40px 0 12px}h3{font-size:16px}section>h3{margin:24px 0 8px}h4{font-size:14px;margin:20px 0 6px}
p,ul,ol{margin:0 0 10px;max-width:78ch;text-wrap:pretty}
ul,ol{padding-left:24px}li{margin-bottom:4px}
a{color:var(--link)}a code{color:inherit}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}
pre{margin:6px 0 10px;padding:10px 12px;background:var(--raised);border:1px solid var(--line);border-radius:6px;overflow-x:auto}pre code{display:block}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:8px;padding:6px 12px;background:var(--paper);z-index:3}
.muted,small{color:var(--muted)}.bad{color:var(--bad)}.warn{color:var(--warn)}.good{color:var(--good)}td.bad,td.warn,td.good{font-weight:600}
.headline{margin:14px 0 10px;padding:12px 16px;max-width:none;border-left:5px solid;background:var(--raised);border-radius:0 6px 6px 0}
.headline span{color:var(--ink);font-size:17px;font-weight:600}.headline.plain{border-color:var(--zero)}
nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:16px 0 0;padding:0;max-width:none}nav li{margin:0}
ol>li{margin-bottom:14px;max-width:78ch}ol p{margin:2px 0 0}
#filter{display:flex;flex-wrap:wrap;gap:10px 16px;align-items:end;margin:14px 0}#filter[hidden]{display:none}
#filter label{display:flex;flex-direction:column;font-size:13px;color:var(--muted);min-width:0}
input,select,button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--zero);border-radius:6px;padding:5px 10px;min-height:36px;max-width:100%}
select{max-width:min(300px,100%)}button{cursor:pointer}button:hover{background:var(--raised)}output{padding:6px 0;color:var(--muted)}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin-bottom:10px}
th,td{padding:7px 12px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{background:var(--raised);border-bottom:2px solid var(--line);white-space:nowrap;vertical-align:bottom}
tbody th{font-weight:400}.number{text-align:right;white-space:nowrap}
small{display:block;font-size:12px}
#benchmarks{width:100%}#benchmarks tbody th{width:30%;min-width:170px}table{overflow-wrap:normal}tbody th{overflow-wrap:break-word}#benchmarks tr:not(.part)>th{overflow-wrap:anywhere}
.part th{padding:14px 12px 4px}.part span{position:sticky;left:12px;color:var(--muted);font-size:13px;font-weight:600;white-space:nowrap}.part:hover{background:none}
#benchmarks th small{display:none;white-space:nowrap}#benchmarks.sorted th small{display:block}
#benchmarks thead th{padding:0}#benchmarks thead button{width:100%;padding:7px 12px;border:0;border-radius:0;background:none;font-weight:600;text-align:inherit}#benchmarks thead button:hover{background:var(--grid)}
#benchmarks thead button:focus-visible{outline-offset:-2px}
th[aria-sort] button::after{content:' ▲'}th[aria-sort=descending] button::after{content:' ▼'}
tbody tr:hover{background:var(--raised)}tr[hidden],details[hidden]{display:none}
.picture{margin:0 0 12px;width:fit-content;border:1px solid var(--line);border-radius:6px}.picture img{display:block;max-width:max(100%,640px);height:auto}
#details>details{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:8px 0}summary h3{display:inline;font-weight:600;font-size:15px}
.body{padding:4px 0 20px 18px}
.strip{display:block;width:100%;max-width:420px;height:auto;font:11px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}
.strip text{fill:var(--muted)}.strip .middle{text-anchor:middle}.strip .end{text-anchor:end}
.strip .grid{stroke:var(--grid)}.strip .zero{stroke:var(--zero)}.strip .base{fill:var(--muted);stroke:var(--muted)}.strip .head{fill:var(--good);stroke:var(--good)}.strip .curve{fill-opacity:.3;stroke-width:1.2}.strip .dots{fill:none;stroke-width:4;stroke-linecap:round;opacity:.6}.strip .interval{stroke:var(--ink);stroke-width:1.5}
.strip .course{fill:none;stroke:var(--muted);stroke-width:1.2}.strip .accepted{stroke:var(--muted);stroke-width:5;stroke-linecap:round}.strip .neutral{fill:var(--muted)}.strip .worse{fill:var(--bad)}.strip .better{fill:var(--good)}.strip .open{fill:var(--paper);stroke:var(--muted);stroke-width:1.5}
@media (min-width:60em) and (min-height:36em){.long{max-height:85vh;overflow-y:auto}.long thead th{position:sticky;top:0;z-index:1}}
@media (max-width:40em){body{padding-top:16px}h1{font-size:22px}th,td{padding:6px 8px}#benchmarks tr:not(.part)>th{min-width:110px;max-width:130px}#benchmarks tbody tr:not(.part)>th{position:sticky;left:0;background:var(--paper)}td:not(.number){min-width:84px}.body{padding-left:0}#filter label{flex:1 1 140px}}
@media print{:root{color-scheme:light;--paper:#fff;--raised:#fff;--ink:#000;--muted:#444;--line:#bbb;--link:#000;--bad:#8a3600;--warn:#5c4500;--good:#004f80}body{max-width:none;padding:0;font-size:11pt}nav,#filter,.skip{display:none}.scroll,.long{overflow:visible;max-height:none}table{font-size:8pt}small{font-size:7pt}th,td,#benchmarks thead button{padding:3px 5px}#benchmarks tbody th{min-width:100px}thead{display:table-header-group}tr,.picture{break-inside:avoid}h2,h3{break-after:avoid}.picture img{max-width:100%}}
`

/** Of the style: the page's policy allows no other. `test/core/report/html/html.test.ts` tells it after a change. */
export const styleDigest = 'sha256-9yO890MnWSPKTlA1n87SBzAPkVMkbBwqii4b2OWma2E='
