package dev.proxima.app;

import dev.proxima.api.VerifyView;
import dev.proxima.cli.Verifier;
import dev.proxima.ffmpeg.FfmpegBuild;
import dev.proxima.ffmpeg.ProxyCheck;
import dev.proxima.ffmpeg.ProxyVerifier;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Compares a clip with its proxy on this machine, without a node. */
final class LocalVerifier implements Verifier {

    @Override
    public VerifyView verify(Path source, Path proxy) throws FailureException {
        Settings settings = Settings.load(Map.of());
        FfmpegBuild build = LocalFfmpeg.install(settings);
        LocalFfmpeg.roots(settings).require(source);
        LocalFfmpeg.roots(settings).require(proxy);
        try {
            List<ProxyCheck> checks = new ProxyVerifier(build).verify(source, proxy);
            return new VerifyView(
                    source.toString(),
                    proxy.toString(),
                    checks.stream().allMatch(ProxyCheck::ok),
                    checks.stream()
                            .map(check -> new VerifyView.Check(check.name(), check.ok(), check.message()))
                            .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Internal("Verifying was interrupted.", ""), e);
        }
    }
}
