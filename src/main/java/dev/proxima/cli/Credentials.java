package dev.proxima.cli;

import dev.proxima.security.AccessToken;
import dev.proxima.security.ClusterTrust;
import dev.proxima.security.SecurityFolder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What a client shows to a node, and by what it knows the node. The token is sent over TLS alone.
 *
 * @param token without the authority that may stand after it
 * @param trust empty to trust whom this machine trusts
 */
record Credentials(Optional<String> token, Optional<SSLContext> trust) {

    static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

    /** @param given what the user gave; without it, the files of a node of this machine are looked at */
    static Credentials of(Optional<String> given, SecurityFolder folder) {
        return new Credentials(
                given.or(() -> AccessToken.stored(folder)).map(AccessToken::secretOf),
                given.flatMap(AccessToken::authorityOf)
                        .or(() -> ClusterTrust.known(folder))
                        .map(ClusterTrust::of));
    }

    HttpClient.Builder on(HttpClient.Builder client) {
        return trust.map(client::sslContext).orElse(client);
    }

    HttpRequest.Builder on(HttpRequest.Builder request, URI node) {
        return token.filter(known -> "https".equals(node.getScheme()))
                .map(known -> request.setHeader("Authorization", "Bearer " + known))
                .orElse(request);
    }
}
