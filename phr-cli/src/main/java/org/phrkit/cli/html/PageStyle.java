package org.phrkit.cli.html;

/**
 * The style sheet of a page. The colours of figures are of the palette of Okabe and Ito (jfly.uni-koeln.de/color,
 * 2008), whose pairs are told apart with each common kind of colour blindness; what they mean is also said in words,
 * outlines or signs.
 */
final class PageStyle {
    static final String TEXT = """
            :root {
              color-scheme: light dark;
              --page: #ffffff; --text: #1b1b1b; --quiet: #555555; --grid: #d4d4d4; --panel: #f4f4f4;
              --before: #0072b2; --after: #d55e00; --yes: #009e73; --no: #d55e00; --warn: #e69f00;
            }
            @media screen and (prefers-color-scheme: dark) {
              :root {
                --page: #16181c; --text: #ececec; --quiet: #b4b4b4; --grid: #3d4148; --panel: #22252b;
                --before: #56b4e9; --after: #e69f00; --yes: #009e73; --no: #d55e00; --warn: #f0e442;
              }
            }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--page); color: var(--text);
              font: 16px/1.5 system-ui, "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
            main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
            h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; }
            h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.2rem 0 0.4rem; }
            p { margin: 0.4rem 0; max-width: 46rem; }
            .subject { color: var(--quiet); margin: 0 0 1rem; }
            .verdict { border: 2px solid; border-left-width: 0.7rem; padding: 0.7rem 1rem; margin: 1rem 0;
              background: var(--panel); font-size: 1.1rem; }
            .verdict.yes { border-color: var(--yes); }
            .verdict.no { border-color: var(--no); }
            .verdict .answer { font-size: 2.2rem; font-weight: 700; line-height: 1.1; margin: 0; }
            .warning { border-left: 0.4rem solid var(--warn); background: var(--panel); padding: 0.5rem 0.8rem;
              max-width: none; }
            table { border-collapse: collapse; width: 100%; margin: 0.6rem 0 1rem; font-variant-numeric: tabular-nums; }
            caption { text-align: left; color: var(--quiet); padding: 0.2rem 0; }
            caption span { display: block; position: sticky; left: 0; max-width: min(46rem, calc(100vw - 2rem)); }
            th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.8rem 0.4rem 0;
              border-bottom: 1px solid var(--grid); }
            thead th { color: var(--quiet); font-weight: 600; border-bottom: 2px solid var(--grid); }
            .rows th:first-child { width: 24%; }
            .rows th:nth-child(2) { width: 14%; }
            .rows .figure, td.answer { font-weight: 700; white-space: nowrap; }
            tr.no td.answer::before { content: "\\2717\\a0"; }
            tr.yes td.answer::before { content: "\\2713\\a0"; }
            .figures { width: auto; min-width: 100%; overflow-wrap: normal; }
            .figures td, .figures thead th + th { text-align: right; white-space: nowrap; }
            .words td, .words thead th + th { text-align: left; }
            .figures th:first-child { min-width: 7rem; max-width: 14rem; overflow-wrap: break-word; }
            .wide { overflow-x: auto; }
            dl { margin: 0.8rem 0; }
            .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 0.5rem 1.5rem; }
            dt { color: var(--quiet); }
            dd { margin: 0; font-weight: 600; }
            .made { font-size: 0.9rem; }
            .made div { margin-bottom: 0.4rem; }
            .made dd { font-weight: 400; font-family: ui-monospace, "Liberation Mono", monospace; }
            .plots { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; }
            figure { margin: 0.5rem 0; max-width: 100%; }
            figure .title { font-weight: 600; margin: 0 0 0.3rem; max-width: 22rem; }
            figcaption { color: var(--quiet); font-size: 0.9rem; max-width: 22rem; }
            @media screen and (max-width: 40rem) {
              .rows, .rows tbody, .rows tr, .rows th, .rows td { display: block; width: auto; }
              .rows thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
              .rows tr { border-bottom: 1px solid var(--grid); padding: 0.4rem 0; }
              .rows th, .rows td { border: 0; padding: 0; }
              .rows th:first-child, .rows th:nth-child(2) { width: auto; }
            }
            @media print {
              main { max-width: none; padding: 0; }
              body { font-size: 11pt; }
              .wide { overflow: visible; }
              caption span { max-width: none; }
              .verdict, .warning, .plot { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
              .verdict, figure, tr, .warning { break-inside: avoid; }
              h2 { break-after: avoid; }
            }
            """;

    private PageStyle() {}
}
