package dev.proxima.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxima.job.FailureException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobRequestsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            []                             | The body must be one job or a list of jobs, such as {"source": "/clips/a.mov"}.
            3                              | The body must be one job or a list of jobs, such as {"source": "/clips/a.mov"}.
            {"source": }                   | The body is not JSON (line 1, column 12): Unexpected character ('}' (code 125)): expected a value.
            {"sorce": "/a.mov"}            | There is no field "sorce": a job has source, preset, output, overwrite, segments, dataLevel, flip, timecode, size, frameRate and priority.
            [{"source": "/a.mov"}, 3]      | What is sent of job 2 is not a job: an object with a source is expected.
            {"source": ["/a.mov"]}         | The field "source" has a wrong value: a text is expected.
            {"source":"/a","segments":"x"} | The field "segments" has a wrong value: a whole number is expected, 1 for an unsplit encode or 0 to let Proxima choose.
            {"source":"/a","segments":-1}  | The field "segments" has a wrong value: a whole number is expected, 1 for an unsplit encode or 0 to let Proxima choose.
            {"source":"/a","overwrite":[]} | The field "overwrite" has a wrong value: true or false is expected.
            [{"preset": "mjpeg"}]          | The field "source" of job 1 is missing: it is the absolute path of the clip.
            {"source": "/a\\u0000.mov"}  | A path holds a character that no path can have.
            """)
    void saysInOneSentenceWhatIsWrongAndWhere(String body, String sentence) {
        assertThatThrownBy(() -> JobRequests.read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(FailureException.class)
                .hasMessage(sentence);
    }
}
