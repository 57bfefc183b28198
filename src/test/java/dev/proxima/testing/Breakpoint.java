package dev.proxima.testing;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.IntegerValue;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A JVM that stands still, with all its threads, at the first instruction of a method: a debugger's breakpoint. So a node
 * can be killed at an exact point without a hook for it.
 */
public final class Breakpoint {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final VirtualMachine machine;
    private final Place place;

    /**
     * @param type full name of the class
     * @param method its method; any of that name
     * @param caller full name of the class that has to call it; empty for any
     * @param passes calls that are let through first
     * @param ofSegment only calls with an {@code AttemptId} of a segment, not of the audio
     */
    public record Place(String type, String method, String caller, int passes, boolean ofSegment) {

        public static Place at(String type, String method) {
            return new Place(type, method, "", 0, false);
        }

        public Place calledBy(String newCaller) {
            return new Place(type, method, newCaller, passes, ofSegment);
        }

        public Place after(int newPasses) {
            return new Place(type, method, caller, newPasses, ofSegment);
        }

        public Place forSegment() {
            return new Place(type, method, caller, passes, true);
        }
    }

    /** The option for a JVM that is to be stopped. */
    public static String option(int port) {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:" + port;
    }

    /** Sets a breakpoint in the JVM that listens at the port. */
    public static Breakpoint set(int port, Place place) {
        AttachingConnector socket = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(connector -> connector.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = socket.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(Integer.toString(port));
        try {
            return new Breakpoint(socket.attach(arguments), place);
        } catch (IOException | IllegalConnectorArgumentsException e) {
            throw new AssertionError(e);
        }
    }

    private Breakpoint(VirtualMachine machine, Place place) {
        this.machine = machine;
        this.place = place;
        List<ReferenceType> loaded = machine.classesByName(place.type());
        if (loaded.isEmpty()) {
            ClassPrepareRequest request = machine.eventRequestManager().createClassPrepareRequest();
            request.addClassFilter(place.type());
            request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
            request.enable();
        } else {
            loaded.forEach(this::set);
        }
    }

    private void set(ReferenceType type) {
        List<Method> methods = type.methodsByName(place.method());
        if (methods.isEmpty()) {
            throw new AssertionError("there is no " + place);
        }
        for (Method method : methods) {
            BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(method.location());
            request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
            request.enable();
        }
    }

    /** Waits until the JVM stands at the place. */
    public void await() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int passes = place.passes();
        try {
            while (System.nanoTime() < deadline) {
                EventSet events = machine.eventQueue().remove(1000);
                if (events == null) {
                    continue;
                }
                for (Event event : events) {
                    if (event instanceof ClassPrepareEvent prepared) {
                        set(prepared.referenceType());
                    } else if (event instanceof BreakpointEvent hit && isMeant(hit) && passes-- == 0) {
                        return;
                    }
                }
                events.resume();
            }
        } catch (InterruptedException | IncompatibleThreadStateException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it never came to " + place);
    }

    private boolean isMeant(BreakpointEvent hit) throws IncompatibleThreadStateException {
        boolean called = place.caller().isEmpty()
                || hit.thread().frame(1).location().declaringType().name().equals(place.caller());
        return called && (!place.ofSegment() || isOfSegment(hit.thread().frame(0)));
    }

    private static boolean isOfSegment(StackFrame frame) {
        return frame.getArgumentValues().stream()
                .filter(argument -> argument.type().name().endsWith(".AttemptId"))
                .map(ObjectReference.class::cast)
                .map(id -> id.getValue(id.referenceType().fieldByName("segment")))
                .anyMatch(segment -> ((IntegerValue) segment).value() >= 0);
    }
}
