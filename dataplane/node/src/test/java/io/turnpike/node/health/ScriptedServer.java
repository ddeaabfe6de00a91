package io.turnpike.node.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A TCP server that reads a request's head and then does what its script says. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listening;
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<InetAddress> clients = new LinkedBlockingQueue<>();
    private volatile Script script;

    /** What is done once the request is there. */
    interface Script {
        void answer(Socket socket) throws IOException, InterruptedException;

        static Script says(String text) {
            return socket -> socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** One at this address, in the namespace of the calling thread */
    ScriptedServer(InetSocketAddress address, Script script) throws IOException {
        this.script = script;
        this.listening = new ServerSocket();
        listening.bind(address);
        Thread.ofVirtual().start(this::accept);
    }

    void now(Script other) {
        script = other;
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                clients.add(socket.getInetAddress());
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            requests.add(head(socket.getInputStream()));
            script.answer(socket);
        } catch (IOException e) {
            // The prober has what it wanted.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            head.append((char) octet);
            if (head.toString().endsWith("\r\n\r\n")) {
                return head.toString();
            }
        }
        throw new IOException("no request");
    }

    String nextRequest() throws InterruptedException {
        return requests.take();
    }

    InetAddress nextClient() throws InterruptedException {
        return clients.take();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
