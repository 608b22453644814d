import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Set;
import java.util.concurrent.Executors;

/** An API that checks keys with Nimbus JOSE + JWT and contains no Lostwax code. */
public class App {
    static final String ISSUER = setting("ISSUER", "http://localhost:7420/demo");
    static final String AUDIENCE = setting("AUDIENCE", "demo");
    static final int PORT = Integer.parseInt(setting("PORT", "8000"));

    static DefaultJWTProcessor<SecurityContext> newProcessor() throws IOException {
        var keys = JWKSourceBuilder.<SecurityContext>create(
                URI.create(ISSUER + "/.well-known/jwks.json").toURL(),
                // Milliseconds to connect and to read, and bytes: by default, a key set of more than 50 KiB (250 keys) is refused.
                new DefaultResourceRetriever(2_000, 2_000, 64 * 1024 * 1024))
            .cache(5_000, 2_000) // milliseconds a revoked key may still work, and to wait for a fetch; the defaults are 5 minutes and 15 s
            .refreshAheadCache(false) // its default of 30 s is longer than the cache's time
            .rateLimited(1_000) // milliseconds a new key may be refused; two fetches in that time. The default is 30 s
            .build();
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys));
        var required = new JWTClaimsSet.Builder().issuer(ISSUER).build();
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(AUDIENCE, required, Set.of("sub")));
        return processor;
    }

    public static void main(String[] args) throws IOException {
        var processor = newProcessor();
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", PORT), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> answer(exchange, processor));
        server.start();
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    }

    static void answer(HttpExchange exchange, DefaultJWTProcessor<SecurityContext> processor) throws IOException {
        var header = exchange.getRequestHeaders().getFirst("Authorization");
        try {
            var token = header == null ? "" : header.replaceFirst("(?i)^Bearer +", "");
            send(exchange, 200, "hello " + processor.process(token, null).getSubject());
        } catch (RateLimitReachedException unknownKeyId) {
            refuse(exchange);
        } catch (KeySourceException unavailable) {
            send(exchange, 503, "try again"); // The key set couldn't be fetched, so the key can't be checked.
        } catch (ParseException | BadJOSEException | JOSEException invalid) {
            refuse(exchange);
        }
    }

    static void refuse(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        send(exchange, 401, "not a valid key");
    }

    static void send(HttpExchange exchange, int status, String text) throws IOException {
        var body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
