package io.turnpike.proxy.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Responses to an HTTP/1.x client, which has to know when one is to HEAD and has no body. */
public final class ResponseEncoder extends HttpResponseEncoder {
    private boolean toHead;

    public void answerToHead(boolean toHead) {
        this.toHead = toHead;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return toHead || super.isContentAlwaysEmpty(response);
    }
}
