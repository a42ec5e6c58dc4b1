import com.reprezen.kaizen.oasparser.OpenApi3Parser;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Reads a service's definition with the parser of the official suites, which refuse a service whose definition it refuses. */
public class Definition {
    public static void main(String[] arguments) throws Exception {
        var url = URI.create(arguments[0] + "/api").toURL();
        var connection = url.openConnection();
        connection.setRequestProperty("Accept", "application/vnd.oai.openapi+json;version=3.0");
        var text = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var definition = new OpenApi3Parser().parse(text, url, true);
        definition.getValidationItems().forEach(System.out::println);
        System.out.println((definition.isValid() ? "valid" : "NOT VALID") + ": " + definition.getPaths().size() + " paths");
        System.exit(definition.isValid() && !definition.getPaths().isEmpty() ? 0 : 1);
    }
}
