package dev.proxima.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureSizeTest {

    @ParameterizedTest
    @CsvSource({
        "1920, 1080, original,    false, 1920, 1080",
        "1920, 1080, 1/2,         false,  960,  540",
        "1998, 1080, 1/4,         false,  498,  270",
        "1999, 1081, original,    false, 1998, 1080",
        "1920, 1080, height=720,  false, 1280,  720",
        "1080, 1920, height=720,  false,  404,  720",
        "1920, 1080, height=2160, false, 1920, 1080",
        "1920, 1080, height=2160, true,  3840, 2160",
        "3,       3, 1/4,         false,    2,    2",
    })
    void isEvenAndNotLargerUnlessAsked(int width, int height, String size, boolean upscale, int toWidth, int toHeight) {
        PictureShape proxy = PictureSize.parse(size).orElseThrow().of(PictureShape.plain(width, height), upscale);

        assertThat(proxy.width()).isEqualTo(toWidth);
        assertThat(proxy.height()).isEqualTo(toHeight);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "half", "1/3", "2", "height=0", "height=719", "height=-2", "height=999999"})
    void isOneOfFewForms(String text) {
        assertThat(PictureSize.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"original", "1/2", "1/4", "height=720"})
    void readsWhatItWrites(String text) {
        assertThat(PictureSize.parse(text).orElseThrow()).hasToString(text);
    }
}
