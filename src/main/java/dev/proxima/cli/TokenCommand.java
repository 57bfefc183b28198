package dev.proxima.cli;

import dev.proxima.api.Json;
import dev.proxima.security.SecurityFolder;
import dev.proxima.security.SeedDesk;
import dev.proxima.security.TokenStore;
import dev.proxima.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who may join. It works on the seed's files, so only who can read those has a say; the seed need not run. */
@Command(
        name = "token",
        description = {
            "Make, list and revoke the tokens with which machines join. To be typed on the seed's machine.",
            "",
            "A token serves any number of machines until it expires. A machine that has joined needs none any more, so that "
                    + "revoking a token does not put it out."
        },
        footer = {"", "Example:", "  proxima token create --valid-for 30m"},
        synopsisSubcommandLabel = "COMMAND")
final class TokenCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at the options themselves
    private Flags common;

    /** Without a command. */
    @Override
    public Integer call() {
        throw new ParameterException(command.commandLine(), "Say create, list or revoke");
    }

    static final class SeedData {

        @Mixin
        private NodeFlags.DataFlags data = new NodeFlags.DataFlags();

        Settings settings() {
            return Settings.load(data.given()
                    .map(Path::toString)
                    .<Map<String, Object>>map(given -> Map.of("proxima.data-dir", given))
                    .orElse(Map.of()));
        }

        SeedDesk desk() {
            return new SeedDesk(SecurityFolder.in(settings().dataDir()));
        }
    }

    @Command(name = "create", description = "Make a token, and print the line to type on the machines that join.")
    static final class Create implements Callable<Integer> {

        @Spec
        private CommandSpec command;

        private Duration validFor;

        @Mixin
        private SeedData seed;

        @Mixin
        private Flags common;

        private final Terminal terminal;

        Create(Terminal terminal) {
            this.terminal = terminal;
        }

        @Option(
                names = "--valid-for",
                paramLabel = "TIME",
                description = "Such as 30m, 24h or 7d. Without it, what proxima.security.token-lifetime says: 24h.")
        void setValidFor(String text) {
            String iso =
                    text.matches("[1-9]\\d{0,4}d") ? "P" + text : text.matches("[1-9]\\d{0,4}[hms]") ? "PT" + text : "";
            if (iso.isEmpty()) {
                throw new ParameterException(
                        command.commandLine(), "--valid-for must be a time such as 30m, 24h or 7d, not " + text);
            }
            validFor = Duration.parse(iso);
        }

        @Override
        public Integer call() throws Exception {
            Duration lifetime = validFor == null ? seed.settings().security().tokenLifetime() : validFor;
            String line = seed.desk().joinLine(lifetime);
            terminal.result(common.json() ? Json.write(Map.of("join", line)) : line);
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "Show the tokens that were made lately; their secrets are not kept.")
    static final class ListAll implements Callable<Integer> {

        @Mixin
        private SeedData seed;

        @Mixin
        private Flags common;

        private final Terminal terminal;

        ListAll(Terminal terminal) {
            this.terminal = terminal;
        }

        /** A token as it is shown. */
        private record View(String id, String created, String expires, String status) {

            static View of(TokenStore.Entry entry, Instant now) {
                String status = entry.revoked() ? "revoked" : entry.isExpiredAt(now) ? "expired" : "good";
                return new View(entry.id(), entry.created(), entry.expires(), status);
            }
        }

        @Override
        public Integer call() throws Exception {
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            List<View> tokens = seed.desk().tokens().list().stream()
                    .map(entry -> View.of(entry, now))
                    .toList();
            if (common.json()) {
                terminal.result(Json.write(Map.of("tokens", tokens)));
                return ExitCode.OK;
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("TOKEN", "STATUS", "MADE", "EXPIRES"));
            tokens.forEach(token -> rows.add(List.of(token.id(), token.status(), token.created(), token.expires())));
            Format.table(rows).forEach(terminal::result);
            return ExitCode.OK;
        }
    }

    @Command(name = "revoke", description = "Make a token useless, at once.")
    static final class Revoke implements Callable<Integer> {

        @Parameters(paramLabel = "TOKEN", description = "Its id, as \"proxima token list\" shows it.")
        private String id;

        @Mixin
        private SeedData seed;

        @Mixin
        private Flags common;

        private final Terminal terminal;

        Revoke(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            if (!seed.desk().tokens().revoke(id)) {
                throw new CommandFailed("There is no token " + id + ": \"proxima token list\" shows them.");
            }
            terminal.result(common.json() ? Json.write(Map.of("revoked", id)) : "Revoked " + id + '.');
            return ExitCode.OK;
        }
    }
}
