package org.phrkit.server.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What the store counts, in Prometheus' text format. Labels are a route's template and a status: no name, no key, no id.
 * For several threads at once.
 */
public final class Metrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String ROUTE = "route";
    private static final String STATUS = "status";
    private static final double[] SECONDS = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();
    private final Counter answers = Counter.builder()
            .name("phr_answers_total")
            .help("Requests that were answered.")
            .labelNames(ROUTE, STATUS)
            .register(registry);
    private final Counter bytes = Counter.builder()
            .name("phr_answered_bytes_total")
            .help("Bytes of the bodies of answers.")
            .labelNames(ROUTE)
            .register(registry);
    private final Histogram seconds = Histogram.builder()
            .name("phr_answer_seconds")
            .help("Time from the header of a request to its answer.")
            .labelNames(ROUTE)
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);

    /** A number that is looked up when somebody asks. */
    @FunctionalInterface
    public interface Reading {
        double now();
    }

    /** Shows a number under a name. */
    public void show(String name, String help, Reading reading) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(reading.now()))
                .register(registry);
    }

    void answered(String route, int status, long sizeBytes, double took) {
        answers.labelValues(route, Integer.toString(status)).inc();
        bytes.labelValues(route).inc(Math.max(0, sizeBytes));
        seconds.labelValues(route).observe(took);
    }

    void write(OutputStream out) throws IOException {
        writer.write(out, registry.scrape());
    }
}
