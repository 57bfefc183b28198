package dev.proxima.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.proxima.media.BurnIn;
import dev.proxima.media.DataLevel;
import dev.proxima.media.Flip;
import dev.proxima.media.PictureSettings;
import dev.proxima.media.PictureSize;
import dev.proxima.media.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaRootsTest {

    @TempDir
    Path folder;

    private Path footage;
    private Path secrets;
    private MediaRoots roots;

    @BeforeEach
    void makeFolders() throws IOException {
        footage = Files.createDirectories(folder.resolve("footage/day1")).getParent();
        secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("key.mov"), "secret");
        Files.writeString(footage.resolve("day1/a.mov"), "clip");
        roots = MediaRoots.of(List.of(footage), List.of(), "node 10.0.0.1");
    }

    @Test
    void takesWhatIsBelowARootWhetherItIsThereOrNot() {
        assertThat(roots.allow(footage.resolve("day1/a.mov"))).isTrue();
        assertThat(roots.allow(footage.resolve("day1/not yet/b.mov"))).isTrue();
        assertThat(roots.allow(footage)).isTrue();
        assertThat(roots.allow(footage.resolve("day1/../day1/a.mov"))).isTrue();
    }

    @Test
    void takesNothingElse() {
        for (String path : List.of(
                "secrets/key.mov",
                "footage/../secrets/key.mov",
                "footage/day1/../../secrets/key.mov",
                "footage2/a.mov",
                "footage/..",
                "",
                "footage/../footage/../secrets")) {
            assertThat(roots.allow(folder.resolve(path))).as(path).isFalse();
        }
        assertThat(roots.allow(Path.of("/"))).isFalse();
        assertThat(roots.allow(Path.of("relative.mov"))).isFalse();
    }

    @Test
    void followsLinksAndStopsWhereOneLeadsOut() throws IOException {
        link("out", secrets);
        link("relatively-out", Path.of("../secrets"));
        link("twice", footage.resolve("relatively-out"));
        link("file.mov", secrets.resolve("key.mov"));
        link("in", footage.resolve("day1"));
        link("relatively-in", Path.of("./day1/../day1"));
        link("loop", footage.resolve("loop"));
        link("dangling", secrets.resolve("nothing"));
        assertThat(roots.allow(footage.resolve("in/a.mov"))).isTrue();
        assertThat(roots.allow(footage.resolve("relatively-in/new.mov"))).isTrue();
        for (String path : List.of(
                "out/key.mov",
                "out",
                "out/../out/key.mov",
                "relatively-out/key.mov",
                "twice/key.mov",
                "twice/no such file",
                "file.mov",
                "loop",
                "loop/a.mov",
                "dangling",
                "in/../../secrets/key.mov")) {
            assertThat(roots.allow(footage.resolve(path))).as(path).isFalse();
        }
    }

    @Test
    void aLinkMayLeadIntoAnotherRoot() throws IOException {
        Path proxies = Files.createDirectory(folder.resolve("proxies"));
        link("Proxy", proxies);
        MediaRoots both = MediaRoots.of(List.of(footage, proxies), List.of(), "here");
        assertThat(both.allow(footage.resolve("Proxy/a.mov"))).isTrue();
        assertThat(roots.allow(footage.resolve("Proxy/a.mov"))).isFalse();
    }

    @Test
    void aRootMayBeALinkOrNotBeThereYet() throws IOException {
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), footage);
        MediaRoots linked = MediaRoots.of(List.of(alias), List.of(), "here");
        assertThat(linked.allow(alias.resolve("day1/a.mov"))).isTrue();
        assertThat(linked.allow(footage.resolve("day1/a.mov"))).isTrue();
        assertThat(linked.allow(secrets.resolve("key.mov"))).isFalse();
        MediaRoots absent = MediaRoots.of(List.of(folder.resolve("share")), List.of(), "here");
        assertThat(absent.allow(folder.resolve("share/a.mov"))).isTrue();
        assertThat(absent.allow(secrets.resolve("key.mov"))).isFalse();
    }

    @Test
    void refusesInOneSentenceThatTellsNothingOfTheFile() {
        String existing = refusal(secrets.resolve("key.mov"));
        String absent = refusal(secrets.resolve("xyz.mov"));
        assertThat(existing)
                .isEqualTo(absent.replace("xyz.mov", "key.mov"))
                .contains("node 10.0.0.1", footage.toString(), "--media-root");
    }

    @Test
    void filesOfPresetsThatCameWithAJobAreHeldToTheRootsAndThoseOfTheNodeAreNot() {
        Preset lut = withLut(secrets.resolve("grade.cube"));
        assertThat(catchThrowable(() -> roots.require(lut))).hasMessageContaining("grade.cube");
        assertThat(catchThrowable(() ->
                        MediaRoots.of(List.of(footage), List.of(lut), "here").require(lut)))
                .isNull();
        assertThat(catchThrowable(() -> roots.require(withLut(footage.resolve("x.cube")))))
                .isNull();
    }

    @Test
    void withoutRootsThereAreNoLimits() {
        assertThat(MediaRoots.ANYWHERE.allow(Path.of("/etc/passwd"))).isTrue();
    }

    private String refusal(Path path) {
        return catchThrowable(() -> roots.require(path)).getMessage();
    }

    private void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(footage.resolve(name), target);
    }

    private static Preset withLut(Path lut) {
        return new Preset("graded", "Graded", "mov", "prores", List.of(), List.of())
                .withPicture(new PictureSettings(
                        DataLevel.AUTO,
                        Flip.NONE,
                        PictureSize.ORIGINAL,
                        false,
                        Optional.of(lut.toString()),
                        BurnIn.NOTHING));
    }
}
