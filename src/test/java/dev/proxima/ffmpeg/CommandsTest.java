package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.media.AudioTrack;
import dev.proxima.media.BurnIn;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.DataLevel;
import dev.proxima.media.Flip;
import dev.proxima.media.FrameRange;
import dev.proxima.media.PictureSettings;
import dev.proxima.media.PictureShape;
import dev.proxima.media.PictureShape.FieldOrder;
import dev.proxima.media.PictureSize;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.Preset;
import dev.proxima.media.Rational;
import dev.proxima.media.VideoTrack;
import dev.proxima.testing.LocalEncode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private static final Path SOURCE = Path.of("/clips/a b.mp4");
    private static final Path OUTPUT = Path.of("/clips/Proxy/a b.mov");
    private static final Path SEAMS = Path.of("/w/seams");
    private static final Preset PRORES = LocalEncode.PRORES;

    @Test
    void encodesAWholeClipAsAnExpertWould() {
        assertThat(line(Commands.reference(clip(true, 0), PRORES, SOURCE, OUTPUT)))
                .isEqualTo("""
                -nostdin -hide_banner -y -max_error_rate 1 -i /clips/a b.mp4 -map 0:0 -map 0:1 -map 0:3 -map_metadata 0 \
                -timecode 01:00:00;00 -c:v prores -profile:v 0 -pix_fmt yuv422p10le -fps_mode vfr \
                -c:a pcm_s16le /clips/Proxy/a b.mov""");
    }

    @Test
    void keepsTheTimestampsOfAVariableRate() {
        assertThat(line(Commands.reference(clip(false, 0), LocalEncode.DNXHR, SOURCE, OUTPUT)))
                .isEqualTo("""
                -nostdin -hide_banner -y -max_error_rate 1 -i /clips/a b.mp4 -map 0:0 -map 0:1 -map 0:3 -map_metadata 0 \
                -timecode 01:00:00;00 -c:v dnxhd -profile:v dnxhr_lb -pix_fmt yuv422p \
                -fps_mode passthrough -enc_time_base:v demux -c:a pcm_s16le /clips/Proxy/a b.mov""");
    }

    @Test
    void choosesTheFramesOfASegmentByTheirTimestamps() {
        Path output = Path.of("/w/segment-0001.a1.tmp.mov");
        assertThat(line(Commands.segment(clip(true, 0), PRORES, SOURCE, middle(), 0, output, SEAMS)))
                .isEqualTo("""
                -nostdin -hide_banner -y -max_error_rate 1 -copyts -noaccurate_seek -ss 2.000000 -i /clips/a b.mp4 -map 0:0 \
                -map_metadata 0 -map_chapters -1 \
                -vf trim=start_pts=90090:end_pts=120120,\
                setpts=round(round((PTS-90090)*(TB*30000/1001))/(TB*30000/1001)),settb=1001/30000 \
                -c:v prores -profile:v 0 -pix_fmt yuv422p10le -fps_mode passthrough \
                -enc_time_base:v 1001/30000 -f tee [f=mov:onfail=abort]/w/segment-0001.a1.tmp.mov\
                |[f=framehash:onfail=abort:hash=murmur3:flush_packets=1]/w/segment-0001.a1.tmp.mov.packets \
                -map 0:0 -vf trim=end_pts=128128,select='between(pts,90090,98097)+between(pts,120120,128127)' \
                -fps_mode passthrough -enc_time_base:v demux -threads:v 1 -f framehash -hash murmur3 /w/seams""");
    }

    @Test
    void readsAMovieBackOfWhichThePacketsCannotBeListed() {
        Preset preset = new Preset("x", "x", "mov", "libx264", List.of("-g", "1"), List.of());

        assertThat(line(Commands.segment(clip(true, 0), preset, SOURCE, middle(), 0, OUTPUT, SEAMS)))
                .contains("-enc_time_base:v 1001/30000 /clips/Proxy/a b.mov -map 0:0 -vf trim");
        assertThat(line(Commands.segment(clip(false, 0), PRORES, SOURCE, middle(), 0, OUTPUT, SEAMS)))
                .doesNotContain("tee");
    }

    @Test
    void doublesTheBackOffFromTheFirstFrame() {
        // 90090 - 2 * (90090 - 60060) = 30030 ticks of 1/30000 s
        assertThat(line(Commands.segment(clip(true, 0), PRORES, SOURCE, middle(), 1, OUTPUT, SEAMS)))
                .contains("-ss 0.999000 ");
        assertThat(line(Commands.segment(clip(true, 0), PRORES, SOURCE, middle(), 2, OUTPUT, SEAMS)))
                .doesNotContain("-ss");
        assertThat(line(Commands.segment(clip(true, 0), PRORES, SOURCE, middle(), Commands.FROM_START, OUTPUT, SEAMS)))
                .doesNotContain("-ss");
    }

    @Test
    void readsTheFirstSegmentFromTheStartAndTheLastToTheEnd() {
        PlannedSegment first = new PlannedSegment(
                0, new FrameRange(0, 90), OptionalLong.empty(), OptionalLong.of(90090), OptionalLong.empty());
        PlannedSegment last = new PlannedSegment(
                1, new FrameRange(90, 240), OptionalLong.of(90090), OptionalLong.empty(), OptionalLong.empty());
        assertThat(line(Commands.segment(clip(true, 0), PRORES, SOURCE, first, 0, OUTPUT, SEAMS)))
                .contains("-copyts -i ", "-vf trim=end_pts=90090,setpts=round(round((PTS-STARTPTS)*");
        assertThat(line(Commands.segment(clip(true, 0), PRORES, SOURCE, last, 0, OUTPUT, SEAMS)))
                .contains("-copyts -i ", "-vf trim=start_pts=90090,setpts=round(round((PTS-90090)*");
    }

    @Test
    void encodesAllAudioAtOnce() {
        assertThat(line(Commands.audio(clip(true, 0), PRORES, SOURCE, Path.of("/w/audio.a1.tmp.nut"))))
                .isEqualTo("""
                -nostdin -hide_banner -y -max_error_rate 1 -i /clips/a b.mp4 -map 0:1 -map 0:3 -map_metadata 0 -map_chapters -1 \
                -c:a pcm_s16le -f nut /w/audio.a1.tmp.nut""");
    }

    @Test
    void stitchesByCountingFrames() {
        Path list = Path.of("/w/list");
        Path audio = Path.of("/w/audio.a1.nut");
        assertThat(line(Commands.stitch(clip(true, 0), 0, list, audio, SOURCE, OUTPUT)))
                .isEqualTo("""
                -nostdin -hide_banner -y -copyts -f concat -safe 0 -auto_convert 0 -i /w/list -i /w/audio.a1.nut \
                -i /clips/a b.mp4 -map 0:v:0 -map 1:a:0 -map 1:a:1 -map_metadata 2 -map_chapters 2 \
                -timecode 01:00:00;00 -c copy \
                -bsf:v setts=time_base=1/30000:pts=N*1001:dts=N*1001:duration=1001 \
                -video_track_timescale 30000 /clips/Proxy/a b.mov""");
    }

    @Test
    void tellsTheLayoutsThatNutDoesNotKeep() {
        AudioTrack side = new AudioTrack(1, "ac3", 6, 48000, Optional.of("5.1(side)"));
        ClipInfo plain = clip(true, 0);
        ClipInfo clip = new ClipInfo(
                plain.container(),
                plain.startMicros(),
                plain.video(),
                List.of(side, plain.audio().get(1)),
                plain.timecode(),
                List.of());
        assertThat(line(Commands.stitch(clip, 0, Path.of("/w/list"), Path.of("/w/a.nut"), SOURCE, OUTPUT)))
                .contains(" -ch_layout:a:0 5.1(side) -i /w/a.nut ");
        assertThat(line(Commands.stitch(
                        clip.withoutLayouts(), 0, Path.of("/w/list"), Path.of("/w/a.nut"), SOURCE, OUTPUT)))
                .doesNotContain("ch_layout");
    }

    @Test
    void stitchesALateStartToItsPlace() {
        assertThat(line(Commands.stitch(clip(true, 15), 0, Path.of("/w/list"), Path.of("/w/a.nut"), SOURCE, OUTPUT)))
                .contains("setts=time_base=1/30000:pts=(N+15)*1001:dts=(N+15)*1001:duration=1001");
    }

    @Test
    void placesReorderedPacketsWhereTheListPutsThem() {
        assertThat(line(Commands.stitch(clip(true, 15), 2, Path.of("/w/list"), Path.of("/w/a.nut"), SOURCE, OUTPUT)))
                .contains("setts=time_base=1/30000:pts=(round(PTS/1001)+15)*1001:dts=(N+13)*1001:duration=1001");
    }

    @Test
    void doesToThePicturesOfASegmentWhatTheSinglePassDoes() {
        Preset preset = PRORES.withPicture(new PictureSettings(
                DataLevel.FULL,
                Flip.BOTH,
                new PictureSize(1, 720),
                false,
                Optional.of("/luts/it's.cube"),
                new BurnIn(true, true, true, Optional.of("/fonts/mono.ttf"))));
        String style = ":fontcolor=white:fontsize=40:box=1:boxcolor=black@0.5:boxborderw=10";
        String before = "setparams=range=pc,hflip,vflip,scale=1280:720,lut3d=file=/luts/it\\\\\\'s.cube,"
                + "drawtext=fontfile=/fonts/mono.ttf" + style + ":x=20:y=20:expansion=none:text=a b.mp4,"
                + "drawtext=fontfile=/fonts/mono.ttf" + style + ":x=w-tw-20:y=20:start_number=";
        String between = ":text=%{eif\\\\:n\\\\:d\\\\:6},drawtext=fontfile=/fonts/mono.ttf" + style
                + ":x=(w-tw)/2:y=h-80:tc24hmax=1:rate=30000/1001:timecode=";

        assertThat(line(Commands.reference(clip(true, 0), preset, SOURCE, OUTPUT)))
                .contains("-vf " + before + "0" + between + "01\\\\:00\\\\:00\\;00 -c:v prores");
        assertThat(line(Commands.segment(clip(true, 0), preset, SOURCE, middle(), 0, OUTPUT, SEAMS)))
                .contains("settb=1001/30000," + before + "90" + between + "01\\\\:00\\\\:03\\;00 -c:v prores");
    }

    @Test
    void encodesInterlacedClipsAndAlphaAsThePresetSays() {
        Preset preset = new Preset(
                "x",
                "x",
                "mov",
                "prores",
                List.of("-profile:v", "4"),
                List.of("-c:a", "pcm_s16le"),
                Preset.Kind.INTRA,
                List.of("-flags", "+ildct"),
                List.of("-pix_fmt", "yuva444p10le"),
                PictureSettings.PLAIN);
        ClipInfo plain = clip(true, 0);
        VideoTrack video = plain.video();
        PictureShape shape = new PictureShape(1920, 1080, new Rational(1, 1), FieldOrder.TOP_FIRST);
        VideoTrack other = new VideoTrack(
                0,
                "prores",
                1920,
                1080,
                "yuva444p10le",
                video.timeBase(),
                video.frameRate(),
                true,
                0,
                true,
                video.handler(),
                240,
                shape,
                false);
        ClipInfo clip = new ClipInfo(plain.container(), 0, other, plain.audio(), plain.timecode(), plain.warnings());

        assertThat(line(Commands.reference(plain, preset, SOURCE, OUTPUT))).contains("-profile:v 4 -fps_mode");
        assertThat(line(Commands.reference(clip, preset, SOURCE, OUTPUT)))
                .contains("-profile:v 4 -flags +ildct -pix_fmt yuva444p10le -fps_mode");
    }

    private static PlannedSegment middle() {
        return new PlannedSegment(
                1, new FrameRange(90, 120), OptionalLong.of(90090), OptionalLong.of(120120), OptionalLong.of(60060));
    }

    private static ClipInfo clip(boolean constantRate, long firstPosition) {
        VideoTrack video = new VideoTrack(
                0,
                "h264",
                1920,
                1080,
                "yuv420p",
                new Rational(1, 30000),
                new Rational(30000, 1001),
                constantRate,
                firstPosition,
                true,
                Optional.of("VideoHandler"),
                240);
        return new ClipInfo(
                "mov,mp4,m4a,3gp,3g2,mj2",
                2000,
                video,
                List.of(new AudioTrack(1, "aac", 2, 48000), new AudioTrack(3, "aac", 2, 48000)),
                Optional.of("01:00:00;00"),
                List.of());
    }

    private static String line(List<String> command) {
        return String.join(" ", command);
    }
}
