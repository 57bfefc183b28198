package dev.proxima.testing;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The texts of Java sources, as javac's parser reads them. Comments are none, and names of things are not resolved. */
public final class SourceTexts {

    /** Stands in a text for what is known only when the program runs. */
    public static final String GAP = "\0";

    private final Predicate<String> annotations;
    private final List<Text> texts = new ArrayList<>();

    /**
     * A string, or several that are joined.
     *
     * @param said with a {@link #GAP} for each variable part, {@code %s} and {@code {}} among them; white space is one space
     * @param to what is called or made with it, such as {@code LOG.warn} or {@code new IOException}; empty if nothing is
     */
    public record Text(Path file, long line, String said, String to) {

        /** As a compiler tells it. */
        @Override
        public String toString() {
            return file + ":" + line + ": " + said.replace(GAP, "…");
        }
    }

    private SourceTexts(Predicate<String> annotations) {
        this.annotations = annotations;
    }

    /** @param annotations by their simple names, those whose texts count as well */
    public static List<Text> below(Path folder, Predicate<String> annotations) throws IOException {
        SourceTexts texts = new SourceTexts(annotations);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources(folder)));
            Trees trees = Trees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                texts.new Reading(unit, trees).scan(unit, null);
            }
        }
        return texts.texts;
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static boolean isText(Tree tree) {
        if (tree instanceof ParenthesizedTree inner) {
            return isText(inner.getExpression());
        }
        if (tree instanceof BinaryTree joined && joined.getKind() == Tree.Kind.PLUS) {
            return isText(joined.getLeftOperand()) || isText(joined.getRightOperand());
        }
        return tree instanceof LiteralTree literal && literal.getValue() instanceof String;
    }

    private static String gapped(String literal) {
        return literal.replaceAll("%n", " ")
                .replaceAll("%[-,0-9.]*[sdf]|\\{}", GAP)
                .replaceAll("\\s+", " ");
    }

    /** Takes the texts of one file. */
    private final class Reading extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;

        Reading(CompilationUnitTree unit, Trees trees) {
            this.unit = unit;
            this.trees = trees;
        }

        @Override
        public Void visitAnnotation(AnnotationTree annotation, Void none) {
            return annotations.test(annotation.getAnnotationType().toString())
                    ? super.visitAnnotation(annotation, null)
                    : null;
        }

        @Override
        public Void visitBinary(BinaryTree binary, Void none) {
            if (!isText(binary)) {
                return super.visitBinary(binary, null);
            }
            take(binary);
            return null;
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void none) {
            if (isText(literal)) {
                take(literal);
            }
            return null;
        }

        private void take(Tree tree) {
            StringBuilder said = new StringBuilder();
            join(tree, said);
            long line =
                    unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
            texts.add(new Text(Path.of(unit.getSourceFile().getName()), line, said.toString(), use()));
        }

        /** What is no text itself is a gap, and may have texts of its own. */
        private void join(Tree tree, StringBuilder said) {
            if (tree instanceof ParenthesizedTree inner && isText(inner)) {
                join(inner.getExpression(), said);
            } else if (tree instanceof BinaryTree joined && joined.getKind() == Tree.Kind.PLUS) {
                join(joined.getLeftOperand(), said);
                join(joined.getRightOperand(), said);
            } else if (tree instanceof LiteralTree literal && literal.getValue() instanceof String text) {
                said.append(gapped(text));
            } else if (tree instanceof LiteralTree literal && literal.getValue() instanceof Character letter) {
                said.append(letter.charValue());
            } else {
                said.append(GAP);
                scan(tree, null);
            }
        }

        private String use() {
            TreePath inner = getCurrentPath();
            for (TreePath path = inner.getParentPath(); path != null; inner = path, path = path.getParentPath()) {
                Tree tree = path.getLeaf();
                if (tree instanceof MethodInvocationTree call && call.getMethodSelect() != inner.getLeaf()) {
                    return nameOf(call.getMethodSelect());
                }
                if (tree instanceof NewClassTree made) {
                    return "new " + made.getIdentifier();
                }
                if (tree instanceof StatementTree || tree instanceof ClassTree) {
                    return "";
                }
            }
            return "";
        }

        /** Of a chain of calls, the last two. */
        private String nameOf(Tree called) {
            return called instanceof MemberSelectTree chain
                            && chain.getExpression() instanceof MethodInvocationTree from
                    ? lastOf(from.getMethodSelect()) + "()." + chain.getIdentifier()
                    : called.toString();
        }

        private String lastOf(Tree called) {
            return called instanceof MemberSelectTree chain
                    ? chain.getIdentifier().toString()
                    : called.toString();
        }
    }
}
