package org.phrkit.cli.html;

/** The style sheet of plots, which a page with plots holds once; {@link PageStyle} sets the colours that it names. */
final class PlotStyle {
    static final String TEXT = """
            .plot { display: block; max-width: 100%; height: auto; overflow: visible; }
            .plot.large { max-width: none; }
            @media print { .plot.large { max-width: 100%; } }
            .plot text { font-size: 13px; fill: var(--text); }
            .plot .small { font-size: 12px; }
            .plot .end { text-anchor: end; }
            .plot .middle { text-anchor: middle; }
            .plot .grid { stroke: var(--grid); }
            .plot .axis { stroke: var(--text); }
            .plot .before { fill: var(--before); fill-opacity: 0.55; }
            .plot .after { fill: var(--after); fill-opacity: 0.2; stroke: var(--after); stroke-width: 1.5; }
            .plot .after.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
            .plot .enough { fill: var(--before); fill-opacity: 0.75; }
            .plot .few { fill: var(--after); fill-opacity: 0.25; stroke: var(--after); stroke-width: 2; }
            .plot .same { fill: var(--text); fill-opacity: 0.04; }
            .plot .same, .plot [class^="up"], .plot [class^="down"] { stroke: var(--page); }
            .plot .up1, .plot .up2, .plot .up3, .plot .up4, .plot .up5 { fill: var(--after); }
            .plot .down1, .plot .down2, .plot .down3, .plot .down4, .plot .down5 { fill: var(--before); }
            .plot .up1, .plot .down1 { fill-opacity: 0.12; }
            .plot .up2, .plot .down2 { fill-opacity: 0.24; }
            .plot .up3, .plot .down3 { fill-opacity: 0.36; }
            .plot .up4, .plot .down4 { fill-opacity: 0.45; }
            .plot .up5, .plot .down5 { fill-opacity: 0.55; }
            """;

    private PlotStyle() {}
}
