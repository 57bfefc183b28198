package dev.proxima.cluster;

/**
 * One try at one segment on one node.
 *
 * @param segment index of the segment, -1 for the audio
 * @param node {@code host:port} of the node that was granted
 */
public record AttemptId(String job, int segment, int attempt, String node) {

    /** The id of the sharded entity: {@code job|segment|attempt@host:port}. */
    public String entityId() {
        return job + '|' + segment + '|' + attempt + '@' + node;
    }

    static AttemptId parse(String entityId) {
        int at = entityId.lastIndexOf('@');
        String[] parts = entityId.substring(0, at).split("\\|", 3);
        return new AttemptId(
                parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), entityId.substring(at + 1));
    }
}
