package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadProgressTest {

    @Test
    void tellsEachPercentOnce(@TempDir Path folder) throws Exception {
        List<Double> told = new ArrayList<>();
        ReadProgress progress = new ReadProgress(Files.write(folder.resolve("clip.ts"), new byte[1000]), told::add);
        for (String line :
                List.of("0,0,K__", "1,9,___", "N/A,N/A,___", "2,501,K__", "3,505,___", "4,300,___", "5,999,_C_")) {
            progress.line(line);
        }
        progress.line("");
        progress.line("6,5000,K__");
        assertThat(told).containsExactly(0.5, 0.99, 1.0);
    }
}
