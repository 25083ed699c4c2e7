package org.phrkit.server.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * The connections that are open: not too many from one address, and none on which nothing is asked for long, however many
 * bytes trickle in. For several threads at once.
 */
final class Connections implements Connection.Listener {
    private final int mostOfAddress;
    private final long patienceNanos;
    private final Map<EndPoint, Use> uses = new HashMap<>();
    private final Map<String, Integer> addresses = new HashMap<>();

    /** How a connection is used; guarded by {@code uses}. */
    private static final class Use {
        private final String address;
        private int connections;
        private int running;
        private long sinceNanos = System.nanoTime();

        Use(String address) {
            this.address = address;
        }
    }

    /**
     * @param mostOfAddress how many one address may have; behind a proxy all come from one
     * @param patience how long a connection may stay open on which nothing is asked
     */
    Connections(int mostOfAddress, Duration patience) {
        this.mostOfAddress = mostOfAddress;
        this.patienceNanos = patience.toNanos();
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        if (endPoint instanceof EndPoint.Wrapper) {
            return;
        }
        boolean isTooMany;
        synchronized (uses) {
            Use use = uses.computeIfAbsent(endPoint, it -> new Use(address(it)));
            use.connections++;
            isTooMany = addresses.merge(use.address, 1, Integer::sum) > mostOfAddress;
        }
        if (isTooMany) {
            endPoint.close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        synchronized (uses) {
            Use use = uses.get(connection.getEndPoint());
            if (use == null) {
                return;
            }
            addresses.computeIfPresent(use.address, (address, count) -> count == 1 ? null : count - 1);
            use.connections--;
            if (use.connections == 0) {
                uses.remove(connection.getEndPoint());
            }
        }
    }

    private static String address(EndPoint endPoint) {
        return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? Call.network(address.getAddress().getHostAddress())
                : "";
    }

    /** Takes note of a request, until it is answered. */
    void begin(Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        while (endPoint instanceof EndPoint.Wrapper wrapper) {
            endPoint = wrapper.unwrap();
        }
        Use use;
        synchronized (uses) {
            use = uses.get(endPoint);
            if (use == null) {
                return;
            }
            use.running++;
        }
        Request.addCompletionListener(request, failure -> end(use));
    }

    private void end(Use use) {
        synchronized (uses) {
            use.running--;
            use.sinceNanos = System.nanoTime();
        }
    }

    /** How many are open. */
    int open() {
        synchronized (uses) {
            return uses.size();
        }
    }

    /** How many requests are being answered. */
    int running() {
        synchronized (uses) {
            return uses.values().stream().mapToInt(use -> use.running).sum();
        }
    }

    /** Closes those on which nothing was asked for long. */
    void sweep() {
        long now = System.nanoTime();
        Map<EndPoint, Use> silent;
        synchronized (uses) {
            silent = new HashMap<>(uses);
            silent.values().removeIf(use -> use.running > 0 || now - use.sinceNanos < patienceNanos);
        }
        silent.keySet().forEach(EndPoint::close);
    }
}
