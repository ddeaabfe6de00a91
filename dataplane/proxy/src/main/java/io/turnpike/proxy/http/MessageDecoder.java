package io.turnpike.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.x from octets to a head, contents as they come and a last content. After a message it waits until the next is
 * asked for, so that there is one at a time. What it refuses ends in a {@link Refusal}.
 */
abstract class MessageDecoder extends ByteToMessageDecoder {
    private static final int CHUNK_LINE_OCTETS = 256;

    private enum State {
        HEAD,
        LENGTH,
        UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS,
        /** A message is over, the next not asked for. */
        HELD,
        REFUSED
    }

    private final LineReader lines = new LineReader();
    private final HeadLimits limits;
    private State state;
    private boolean skippedEmptyLine;
    private long remaining;
    private boolean decoding;
    private @Nullable ChannelHandlerContext context;

    MessageDecoder(HeadLimits limits, boolean held) {
        this.limits = limits;
        this.state = held ? State.HELD : State.HEAD;
    }

    /** Reads the head; its octets end in an empty line. */
    abstract HttpMessage head(byte[] octets, int length) throws MalformedMessage;

    /** The octets of the body, or how its end is marked: see {@link Framing}. */
    abstract long framing(HttpMessage message) throws MalformedMessage;

    /** A message came to its end. */
    public final boolean isHeld() {
        return state == State.HELD;
    }

    /** Whether octets of a message have come whose head is not complete. */
    public final boolean isInHead() {
        return state == State.HEAD && actualReadableBytes() > 0;
    }

    /** Octets that came and are not decoded. */
    public final int buffered() {
        return actualReadableBytes();
    }

    /** Goes on to the next message, with what of it has come already. */
    public final void next() {
        if (state == State.HELD) {
            state = State.HEAD;
        }
        if (!decoding && actualReadableBytes() > 0) {
            channelRead(context(), Unpooled.EMPTY_BUFFER);
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline");
    }

    /** Drops all that comes from now on. */
    public final void discard() {
        state = State.REFUSED;
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        boolean outermost = !decoding;
        decoding = true;
        try {
            super.channelRead(context, message);
        } catch (Exception e) {
            context.fireExceptionCaught(e);
        } finally {
            decoding = !outermost;
        }
    }

    @Override
    protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        try {
            step(in, out);
        } catch (MalformedMessage e) {
            state = State.REFUSED;
            in.skipBytes(in.readableBytes());
            out.add(e.refusal());
        }
    }

    private void step(ByteBuf in, List<Object> out) throws MalformedMessage {
        switch (state) {
            case HEAD -> readHead(in, out);
            case LENGTH -> readBody(in, out, State.HELD);
            case UNTIL_CLOSE -> out.add(new DefaultHttpContent(in.readRetainedSlice(in.readableBytes())));
            case CHUNK_SIZE -> readChunkSize(in);
            case CHUNK_DATA -> readBody(in, out, State.CHUNK_END);
            case CHUNK_END -> readChunkEnd(in);
            case TRAILERS -> readTrailers(in, out);
            case HELD -> {}
            case REFUSED -> in.skipBytes(in.readableBytes());
        }
    }

    private void readHead(ByteBuf in, List<Object> out) throws MalformedMessage {
        int length = lines.blockLength(in, limits);
        if (length < 0) {
            return;
        }
        if (length == 2) {
            skipEmptyLine(in);
            return;
        }
        skippedEmptyLine = false;
        HttpMessage message = head(lines.take(in, length), length);
        remaining = framing(message);
        out.add(message);
        if (remaining == Framing.CHUNKED) {
            state = State.CHUNK_SIZE;
        } else if (remaining == Framing.UNTIL_CLOSE) {
            state = State.UNTIL_CLOSE;
        } else if (remaining > 0) {
            state = State.LENGTH;
        } else if (remaining == 0) {
            finish(out, LastHttpContent.EMPTY_LAST_CONTENT);
        }
        // Else it is an interim response, after which the head of another comes.
    }

    /** One before a message is let pass (RFC 9112, 2.2). */
    private void skipEmptyLine(ByteBuf in) throws MalformedMessage {
        if (skippedEmptyLine) {
            throw MalformedMessage.bad("empty lines before a message");
        }
        lines.take(in, 2);
        skippedEmptyLine = true;
    }

    private void finish(List<Object> out, LastHttpContent last) {
        state = State.HELD;
        out.add(last);
    }

    private void readBody(ByteBuf in, List<Object> out, State after) {
        int length = (int) Math.min(remaining, in.readableBytes());
        remaining -= length;
        ByteBuf octets = in.readRetainedSlice(length);
        if (remaining > 0) {
            out.add(new DefaultHttpContent(octets));
        } else if (after == State.HELD) {
            finish(out, new DefaultLastHttpContent(octets, FieldLines.none()));
        } else {
            out.add(new DefaultHttpContent(octets));
            state = after;
        }
    }

    private void readChunkSize(ByteBuf in) throws MalformedMessage {
        int length = lines.lineLength(in, CHUNK_LINE_OCTETS);
        if (length >= 0) {
            remaining = ChunkLine.size(lines.take(in, length), length);
            state = remaining == 0 ? State.TRAILERS : State.CHUNK_DATA;
        }
    }

    private void readChunkEnd(ByteBuf in) throws MalformedMessage {
        if (in.getByte(in.readerIndex()) != '\r') {
            throw MalformedMessage.bad("a chunk longer than its size");
        }
        if (in.readableBytes() >= 2) {
            in.readByte();
            if (in.readByte() != '\n') {
                throw MalformedMessage.bad("a chunk longer than its size");
            }
            state = State.CHUNK_SIZE;
        }
    }

    private void readTrailers(ByteBuf in, List<Object> out) throws MalformedMessage {
        int length = lines.blockLength(in, HeadLimits.TRAILERS);
        if (length >= 0) {
            finish(
                    out,
                    new DefaultLastHttpContent(
                            Unpooled.EMPTY_BUFFER, FieldLines.parse(lines.take(in, length), 0, length)));
        }
    }

    @Override
    protected final void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.isReadable()) {
            decode(context, in, out);
        }
        if (state == State.UNTIL_CLOSE) {
            finish(out, LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }
}
