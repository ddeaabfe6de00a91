package io.turnpike.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.turnpike.flow.Application;
import io.turnpike.proxy.ClientHandler.Addresses;
import io.turnpike.proxy.http.Http2Preface;
import io.turnpike.proxy.http.Http2StreamCodec;
import io.turnpike.proxy.http.RequestDecoder;
import io.turnpike.proxy.http.ResponseEncoder;
import java.util.concurrent.TimeUnit;

/** Sets up a client's connection: TLS if the listener has it, then HTTP/2 or HTTP/1.1 as the client asks. */
@SuppressWarnings("FutureReturnValueIgnored")
final class ClientInitializer extends ChannelInitializer<SocketChannel> {
    private final Service service;
    private final Worker worker;
    private final TlsTermination tls;

    ClientInitializer(Service service, Worker worker, TlsTermination tls) {
        this.service = service;
        this.worker = worker;
        this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.config().setRecvByteBufAllocator(Buffers.receive());
        service.connections().add(channel);
        worker.metrics().connections.increment();
        worker.metrics().openConnections.increment();
        channel.closeFuture()
                .addListener(closed -> worker.metrics().openConnections.decrement());
        Addresses addresses = new Addresses(
                channel.remoteAddress().getAddress(), channel.localAddress().getAddress());
        Service.Settings settings = service.state().settings();
        if (settings.application() == Application.HTTPS) {
            channel.pipeline()
                    .addLast(tls.handlerFor(settings.certificates(), channel.alloc()), new Negotiated(addresses));
        } else {
            preface(channel, addresses);
        }
    }

    private void preface(Channel channel, Addresses addresses) {
        var undecided = channel.eventLoop()
                .schedule(() -> channel.close(), worker.timeouts().head(), TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> undecided.cancel(false));
        channel.pipeline().addLast(new Http2Preface((context, http2) -> {
            undecided.cancel(false);
            if (http2) {
                http2(context.pipeline(), addresses);
            } else {
                http1(context.pipeline(), addresses);
            }
        }));
    }

    private void http1(ChannelPipeline pipeline, Addresses addresses) {
        RequestDecoder decoder = new RequestDecoder();
        ResponseEncoder encoder = new ResponseEncoder();
        pipeline.addLast(decoder, encoder, new Http1Client(service, worker, addresses, decoder, encoder));
    }

    private void http2(ChannelPipeline pipeline, Addresses addresses) {
        Http2FrameCodec codec = Http2Connection.codec(worker.timeouts());
        pipeline.addLast(
                new Http2Connection(codec, worker.timeouts()),
                codec,
                new Http2MultiplexHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Http2StreamCodec(), new Http2Client(service, worker, addresses));
                    }
                }));
    }

    /** Goes on by ALPN after the handshake. */
    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        private final Addresses addresses;

        private Negotiated(Addresses addresses) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.addresses = addresses;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            // Else the first request may wait for a delayed acknowledgement of the handshake's end.
            context.channel().config().setOption(EpollChannelOption.TCP_QUICKACK, true);
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                http2(context.pipeline(), addresses);
            } else {
                http1(context.pipeline(), addresses);
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
