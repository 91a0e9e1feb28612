package io.epro.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;

/** A real Chromium without a window. */
final class Browser implements AutoCloseable {
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Dimension SIZE = new Dimension(1280, 1400);

  private final ChromeDriver driver;

  /** Skips the test where there is none, and says so. */
  Browser() {
    assumeTrue(Files.isExecutable(DRIVER) && Files.isExecutable(CHROMIUM),
        "there is no Chromium here: apt-get install chromium chromium-driver");
    var options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu",
        "--disable-dev-shm-usage", "--hide-scrollbars");
    var logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logging);
    driver = new ChromeDriver(
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(), options);
    driver.manage().window().setSize(SIZE);
  }

  void open(String url) {
    driver.get(url);
  }

  String text(String selector) {
    return one(selector).getText();
  }

  WebElement one(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** As soon as it is there to be clicked. */
  void click(String selector) {
    awaits("a click on " + selector, () -> {
      one(selector).click();
      return true;
    });
  }

  void type(String selector, String text) {
    awaits("typing into " + selector, () -> {
      var field = one(selector);
      field.clear();
      field.sendKeys(text);
      return true;
    });
  }

  void choose(String selector, String value) {
    awaits("a choice in " + selector, () -> {
      new Select(one(selector)).selectByValue(value);
      return true;
    });
  }

  /** Looks into a frame of the page. */
  void inFrame(String selector, Runnable look) {
    driver.switchTo().frame(one(selector));
    try {
      look.run();
    } finally {
      driver.switchTo().defaultContent();
    }
  }

  /** Waits until the page shows this text there. */
  void awaitText(String selector, String text) {
    await(selector + " shows " + text).atMost(PATIENCE).ignoreExceptions()
        .until(() -> text(selector).contains(text));
  }

  void awaits(String what, Callable<Boolean> condition) {
    await(what).atMost(PATIENCE).ignoreExceptions().until(condition);
  }

  /** What the page and the browser complained of. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage).toList();
  }

  String script(String javaScript) {
    return String.valueOf(driver.executeScript(javaScript));
  }

  void size(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** As the documentation shows it. */
  void screenshot(Path to) throws IOException {
    File taken = driver.getScreenshotAs(OutputType.FILE);
    Files.createDirectories(to.getParent());
    Files.copy(taken.toPath(), to, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
