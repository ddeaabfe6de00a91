package io.turnpike.proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.Iterator;
import java.util.Map;

/** One HTTP/2 stream as a request and a response of HTTP/1.1. A malformed request resets the stream. */
@SuppressWarnings("FutureReturnValueIgnored")
public final class Http2StreamCodec extends ChannelDuplexHandler {
    private boolean headRead;

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        try {
            switch (frame) {
                case Http2HeadersFrame fields -> readFields(context, fields);
                case Http2DataFrame data -> readData(context, data);
                default -> ReferenceCountUtil.release(frame);
            }
        } catch (MalformedMessage e) {
            context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
        }
    }

    private void readFields(ChannelHandlerContext context, Http2HeadersFrame frame) throws MalformedMessage {
        if (headRead) {
            if (!frame.isEndStream()) {
                throw MalformedMessage.bad("trailers that are not the end");
            }
            HttpHeaders trailers = Http2RequestHead.trailers(frame.headers());
            context.fireChannelRead(new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers));
            return;
        }
        headRead = true;
        context.fireChannelRead(Http2RequestHead.parse(frame.headers(), frame.isEndStream()));
        if (frame.isEndStream()) {
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private static void readData(ChannelHandlerContext context, Http2DataFrame data) {
        context.fireChannelRead(
                data.isEndStream()
                        ? new DefaultLastHttpContent(data.content(), FieldLines.none())
                        : new DefaultHttpContent(data.content()));
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        switch (message) {
            case HttpResponse response -> {
                // An interim response comes with an empty content, which is nothing in HTTP/2.
                ReferenceCountUtil.release(message);
                Http2Headers fields = fields(response.headers());
                fields.status(response.status().codeAsText());
                context.write(new DefaultHttp2HeadersFrame(fields, false), promise);
            }
            case LastHttpContent last
            when last.trailingHeaders().isEmpty() ->
                context.write(new DefaultHttp2DataFrame(last.content(), true), promise);
            case LastHttpContent last -> {
                context.write(new DefaultHttp2DataFrame(last.content(), false));
                context.write(new DefaultHttp2HeadersFrame(fields(last.trailingHeaders()), true), promise);
            }
            case HttpContent content -> context.write(new DefaultHttp2DataFrame(content.content(), false), promise);
            default -> context.write(message, promise);
        }
    }

    private static Http2Headers fields(HttpHeaders headers) {
        Http2Headers fields = new DefaultHttp2Headers(false, headers.size() + 1);
        Iterator<Map.Entry<CharSequence, CharSequence>> each = headers.iteratorCharSequence();
        while (each.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = each.next();
            fields.add(AsciiString.of(field.getKey()).toLowerCase(), field.getValue());
        }
        return fields;
    }
}
