package dev.proxima.app;

import dev.proxima.http.Access;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.security.AccessToken;
import dev.proxima.security.NodeIdentity;
import dev.proxima.security.SecurityFolder;
import dev.proxima.settings.Settings;
import java.util.Optional;

/** Who may use a node's HTTP: on loopback this machine, anywhere else whoever has the token, within the media roots. */
record HttpAccess(Access access, Optional<NodeIdentity> identity) {

    /** @throws FailureException when HTTP would let other machines name any file of this one */
    static HttpAccess of(Settings settings, NodeSecurity security) throws FailureException {
        Settings.Http http = settings.http();
        if (!http.enabled() || Access.isLoopback(http.host())) {
            return new HttpAccess(Access.ofThisMachine(http.requestsPerSecond()), Optional.empty());
        }
        if (settings.mediaRoots().isEmpty()) {
            throw new FailureException(new Failure.InvalidRequest("HTTP at " + http.host()
                    + " lets other machines name files, so it needs media roots: give --media-root DIR for each folder"
                    + " with footage or proxies, or set proxima.media-roots in conf/proxima.conf."));
        }
        NodeIdentity identity = security.identity().orElseThrow();
        AccessToken token = AccessToken.open(SecurityFolder.in(settings.dataDir()));
        return new HttpAccess(
                Access.withToken(token, identity::serverContext, http.requestsPerSecond()), Optional.of(identity));
    }

    /** For other machines, where there is one: with what lets them know this node. */
    Optional<String> printedToken() throws FailureException {
        return identity.isEmpty()
                ? Optional.empty()
                : Optional.of(access.token().orElseThrow().printed(identity.get()));
    }

    /** By which it is reached; a node that serves at all addresses is reached where other nodes reach it. */
    String url(Settings settings, int port) {
        String bound = settings.http().host();
        String host = bound.equals("0.0.0.0") || bound.equals("::") ? settings.host() : bound;
        return (identity.isPresent() ? "https://" : "http://")
                + (host.contains(":") ? '[' + host + ']' : host)
                + ':'
                + port;
    }
}
