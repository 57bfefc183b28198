package dev.proxima.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.proxima.api.JobView;
import dev.proxima.api.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** A job's view as it stands in its row: deflated JSON, of which a job of 600 segments takes some 4 kB. */
final class Summary {

    private Summary() {}

    static byte[] of(JobView job) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes)) {
            deflated.write(Json.write(job).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static JobView read(byte[] bytes) {
        try (InflaterInputStream inflated = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return Json.read(new String(inflated.readAllBytes(), StandardCharsets.UTF_8), JobView.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row holds no job", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
