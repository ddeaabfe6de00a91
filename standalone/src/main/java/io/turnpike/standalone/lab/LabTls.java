package io.turnpike.standalone.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnpike.keyserver.LabCertificates;
import io.turnpike.keyserver.LabKeyKind;
import io.turnpike.standalone.supervise.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The lab's certificates: made at its first start, the keys of HTTPS listeners for the key servers alone. */
public final class LabTls {
    /** Names that the certificates of the lab's HTTPS listeners are for. */
    static final List<String> NAMES = List.of("www.acme.example", "*.acme.example");

    private static final String ECDSA = "cert-acme-ecdsa";
    private static final String RSA = "cert-acme-rsa";
    private static final int HTTPS_PORT = 443;

    private final LabCertificates certificates;
    private final Path keyFolder;

    public LabTls(DataDirectory data) throws IOException {
        this.certificates = new LabCertificates(data.of("certificates"));
        this.keyFolder = data.of("keyserver-keys");
    }

    LabCertificates.Identity identity(String name) throws IOException {
        return certificates.identity(name);
    }

    Path keyFolder() {
        return keyFolder;
    }

    /** What a client has to trust. */
    Path authority() throws IOException {
        return certificates.authority();
    }

    /** Makes keys and certificates that are not there, before a key server looks for them. */
    void prepare() throws IOException {
        chain(ECDSA, LabKeyKind.ECDSA_P256);
        chain(RSA, LabKeyKind.RSA_2048);
        authority();
    }

    private String chain(String id, LabKeyKind kind) throws IOException {
        return certificates.serverChain(id, kind, NAMES, keyFolder);
    }

    /**
     * A declaration that gives every load balancer of {@code declared} with an HTTP listener on port 80 an HTTPS listener
     * with the same backends.
     */
    public JsonNode declaration(JsonNode declared) throws IOException {
        ObjectNode declaration = new ObjectMapper().createObjectNode();
        ArrayNode resources = declaration.putArray("resources");
        certificate(resources, ECDSA, LabKeyKind.ECDSA_P256);
        certificate(resources, RSA, LabKeyKind.RSA_2048);
        for (JsonNode resource : declared.path("resources")) {
            for (JsonNode listener : resource.path("listeners")) {
                if (listener.path("protocol").asText().equals("HTTP")) {
                    resources.add(withHttps(resource.deepCopy(), listener.deepCopy()));
                }
            }
        }
        return declaration;
    }

    private void certificate(ArrayNode resources, String id, LabKeyKind kind) throws IOException {
        resources
                .addObject()
                .put("id", id)
                .put("kind", "CERTIFICATE")
                .put("account", "acme")
                .put("chain", chain(id, kind));
    }

    private static ObjectNode withHttps(ObjectNode balancer, ObjectNode http) {
        http.put("protocol", "HTTPS").put("port", HTTPS_PORT);
        http.putArray("certificates").add(ECDSA).add(RSA);
        balancer.withArray("listeners").add(http);
        return balancer;
    }
}
