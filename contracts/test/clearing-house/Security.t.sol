// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ClearingHouse } from "../../src/clearing-house/ClearingHouse.sol";
import { IClearingHouse } from "../../src/clearing-house/IClearingHouse.sol";
import { IClearingHouseErrors } from "../../src/clearing-house/IClearingHouseErrors.sol";
import { LedgerPage } from "../../src/clearing-house/LedgerPage.sol";
import { SignedStructs } from "../../src/clearing-house/SignedStructs.sol";
import { BatchCodec } from "./BatchCodec.sol";
import { ClearingHouseFixture } from "./ClearingHouseFixture.sol";
import { TestWallet } from "./TestWallet.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Lessons that others paid for: signatures, custody, settlement (S1 … S10).
contract SecurityTest is ClearingHouseFixture {
    bytes4 private constant WRONG_SIGNER = IClearingHouseErrors.WrongSigner.selector;

    /// The curve's order.
    uint256 private constant N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    Trader private thief;

    function setUp() public override {
        super.setUp();
        thief = _trader("thief");
        _deposit(alice.account, LUSD, 1_000_000e6);
        _deposit(bob.account, LETH, 1000e8);
    }

    function _buy() private view returns (Draft memory) {
        return _order(alice, ETH_USDT, ONE_SHOT, 300_000, 1000, 1_800_000_000_001);
    }

    function _sell() private view returns (Draft memory) {
        return _order(bob, ETH_USDT, SELL, 300_000, 1000, 64);
    }

    function _orderOf(BatchCodec.PackedBatch memory batch, address account)
        private
        pure
        returns (uint256 index)
    {
        while (batch.accounts[batch.orders[index].account] != account) ++index;
    }

    function _expectRefusal(BatchCodec.PackedBatch memory batch) private {
        (bytes memory encoded,) = BatchCodec.encode(batch);
        vm.prank(OPERATOR);
        vm.expectRevert();
        house.settle(encoded);
    }

    // S1

    function test_s1_agentOfTheOtherSideCannotSignForTheAccountThatPays() public {
        // The thief approves a key for its own account, trades with itself as the other side, and has
        // the key sign the victim's order.
        _deposit(thief.account, LETH, 1000e8);
        (address key, uint256 secret) = makeAddrAndKey("thief's key");
        vm.prank(thief.account);
        house.approveAgent(
            IClearingHouse.AgentApproval(
                thief.account, key, START + 1 days, type(uint64).max, type(uint128).max, 1
            ),
            ""
        );
        Draft memory victims = _order(alice, ETH_USDT, 0, 400_000, 1000, 64);
        victims.key = secret;
        Draft memory own = _order(thief, ETH_USDT, SELL | ONE_SHOT, 100, 1000, 1);
        BatchCodec.PackedBatch memory batch = _pair(own, victims, 1000);
        uint256 index = _orderOf(batch, alice.account);
        _refuse(batch, abi.encodeWithSelector(WRONG_SIGNER, index, alice.account, key));
        // For its own account the key is good.
        own.key = secret;
        victims.key = alice.key;
        _settle(_pair(own, victims, 1000));
    }

    function test_s1_everyFieldOfAnOrderIsSigned() public {
        for (uint256 field = 0; field < 9; ++field) {
            BatchCodec.PackedBatch memory batch = _pair(_buy(), _sell(), 1000);
            BatchCodec.PackedOrder memory order = batch.orders[_orderOf(batch, alice.account)];
            if (field == 0) batch.accounts[order.account] = _near(batch.accounts[order.account]);
            if (field == 1) order.market = LUX_USDT;
            if (field == 2) order.flags ^= ONE_SHOT;
            if (field == 3) order.price += 1;
            if (field == 4) order.quantity += 1;
            if (field == 5) order.nonce += 1;
            if (field == 6) order.expiry += 1;
            if (field == 7) batch.rows[order.row].maxPpm += 1;
            if (field == 8) {
                order.flags |= TRIGGER;
                order.signature = bytes.concat(bytes4(uint32(1)), order.signature);
            }
            _expectRefusal(batch);
        }
        _settle(_pair(_buy(), _sell(), 1000));
    }

    function _near(address account) private pure returns (address) {
        return address(uint160(account) + 1);
    }

    // S2

    function test_s2_refusesRecoveryToNobody() public {
        Draft memory buy = _buy();
        buy.signature = new bytes(64);
        BatchCodec.PackedBatch memory batch = _pair(buy, _sell(), 1000);
        uint256 index = _orderOf(batch, alice.account);
        _refuse(batch, abi.encodeWithSelector(WRONG_SIGNER, index, alice.account, address(0)));
    }

    function test_s2_refusesTheHigherS() public {
        Draft memory buy = _buy();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(alice.key, _digest(SignedStructs.hash(buy.order)));
        // The other signature of the same r; its s has the highest bit free to be told apart.
        uint256 higher = N - uint256(s);
        uint256 parity = v == 27 ? 1 << 255 : 0;
        buy.signature = abi.encodePacked(r, higher | parity);
        _expectRefusal(_pair(buy, _sell(), 1000));
    }

    function test_s2_refusesTruncatedAndLongerBatches() public {
        (bytes memory encoded,) = BatchCodec.encode(_pair(_buy(), _sell(), 1000));
        bytes memory shorter = new bytes(encoded.length - 1);
        for (uint256 i = 0; i < shorter.length; ++i) {
            shorter[i] = encoded[i];
        }
        vm.startPrank(OPERATOR);
        vm.expectRevert();
        house.settle(shorter);
        vm.expectRevert(
            abi.encodeWithSelector(
                IClearingHouseErrors.MalformedBatch.selector, encoded.length, encoded.length + 1
            )
        );
        house.settle(bytes.concat(encoded, hex"00"));
        house.settle(encoded);
    }

    function test_s2_signaturesOfAnotherChainOrContractCountNothing() public {
        BatchCodec.PackedBatch memory batch = _pair(_buy(), _sell(), 1000);
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        assertNotEq(house.DOMAIN_SEPARATOR(), domainSeparator);
        _expectRefusal(batch);
        vm.chainId(chain);
        IClearingHouse first = house;
        house = IClearingHouse(_createHouse(_config()));
        _expectRefusal(batch);
        house = first;
        _settle(batch);
    }

    // S3

    function test_s3_operatorCannotSettleACanceledOrder() public {
        uint48[] memory nonces = new uint48[](1);
        nonces[0] = 64;
        vm.prank(bob.account);
        house.cancel(nonces);
        BatchCodec.PackedBatch memory batch = _pair(_buy(), _sell(), 1000);
        uint256 snapshot = vm.snapshotState();
        vm.warp(START + 59);
        _settle(batch);
        vm.revertToState(snapshot);
        vm.warp(START + 60);
        _refuse(
            batch,
            abi.encodeWithSelector(
                IClearingHouseErrors.OrderCanceledOnChain.selector,
                _orderOf(batch, bob.account),
                bob.account,
                64
            )
        );
    }

    function test_s3_operatorCannotSettleOrdersOfAnEndedEpoch() public {
        Draft memory sell = _sell();
        vm.prank(bob.account);
        house.bumpEpoch();
        // The operator names the former epoch, or lies.
        _expectRefusal(_pair(_buy(), sell, 1000));
        sell.form = FORMER_EPOCH;
        BatchCodec.PackedBatch memory batch = _pair(_buy(), sell, 1000);
        uint256 snapshot = vm.snapshotState();
        vm.warp(START + 59);
        _settle(batch);
        vm.revertToState(snapshot);
        vm.warp(START + 60);
        _refuse(
            batch,
            abi.encodeWithSelector(
                IClearingHouseErrors.EpochEnded.selector,
                _orderOf(batch, bob.account),
                bob.account,
                START + 60
            )
        );
        // What is signed for the new epoch is settled, before and after.
        _settle(_pair(_buy(), _sell(), 1000));
    }

    // S4

    function _wallet() private returns (TestWallet wallet, Draft memory buy) {
        wallet = new TestWallet(alice.account);
        _deposit(address(wallet), LUSD, 1_000_000e6);
        buy = _order(Trader(address(wallet), 0), ETH_USDT, 0, 300_000, 1000, 64);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(alice.key, _digest(SignedStructs.hash(buy.order)));
        buy.form = BY_CONTRACT;
        buy.signature = _byContract(abi.encode(r, s, v));
    }

    function _taken(Draft memory buy, uint32 lots, uint48 nonce)
        private
        view
        returns (BatchCodec.PackedBatch memory)
    {
        return _pair(_order(bob, ETH_USDT, SELL | ONE_SHOT, 300_000, lots, nonce), buy, lots);
    }

    function test_s4_contractSignatureIsVerifiedAtEverySettlement() public {
        (TestWallet wallet, Draft memory buy) = _wallet();
        _settle(_taken(buy, 400, 1));
        for (uint256 i = 1; i <= uint256(TestWallet.Answer.Writes); ++i) {
            wallet.setAnswer(TestWallet.Answer(i));
            BatchCodec.PackedBatch memory batch = _taken(buy, 400, 2);
            _refuse(
                batch,
                abi.encodeWithSelector(
                    IClearingHouseErrors.ContractSignatureRefused.selector,
                    _orderOf(batch, address(wallet)),
                    address(wallet)
                )
            );
        }
        wallet.setAnswer(TestWallet.Answer.Honest);
        _settle(_taken(buy, 400, 2));
    }

    function test_s4_aWalletThatIsGoneConfirmsNothing() public {
        (TestWallet wallet, Draft memory buy) = _wallet();
        vm.etch(address(wallet), "");
        _expectRefusal(_taken(buy, 400, 1));
    }

    function test_s4_aSignatureForOneWalletIsNoneForAnotherOfTheSameKey() public {
        (, Draft memory buy) = _wallet();
        TestWallet other = new TestWallet(alice.account);
        _deposit(address(other), LUSD, 1_000_000e6);
        buy.order.account = address(other);
        _expectRefusal(_taken(buy, 400, 1));
    }

    function test_s4_gasOfTheWalletIsBounded() public {
        (TestWallet wallet, Draft memory buy) = _wallet();
        wallet.setAnswer(TestWallet.Answer.BurnsGas);
        (bytes memory encoded,) = BatchCodec.encode(_taken(buy, 400, 1));
        vm.prank(OPERATOR);
        uint256 before = gasleft();
        try house.settle(encoded) {
            fail();
        } catch {
            assertLt(before - gasleft(), 500_000);
        }
    }

    // S5

    function test_s5_bothSidesAreVerifiedInEveryBatch() public {
        Draft memory sell = _sell();
        _settle(_pair(_order(alice, ETH_USDT, ONE_SHOT, 300_000, 400, 1), sell, 400));
        // The lane is no longer empty; the signature counts nevertheless.
        sell.key = thief.key;
        _expectRefusal(_pair(_order(alice, ETH_USDT, ONE_SHOT, 300_000, 400, 2), sell, 400));
        Draft memory buy = _order(alice, ETH_USDT, ONE_SHOT, 300_000, 400, 2);
        buy.key = thief.key;
        _expectRefusal(_pair(buy, _sell(), 400));
    }

    // S6

    function testFuzz_s6_lanesDoNotLeak(uint256 word, uint256 asset, uint256 quanta) public pure {
        asset = bound(asset, 0, 15);
        (, uint256 shift) = LedgerPage.placeOf(asset);
        uint256 lane = 0xffffffffffffff << shift;
        word &= ~(uint256(0xe0000000000000) << shift);
        uint256 balance = LedgerPage.balance(word, shift);
        uint256 room = LedgerPage.MAX_QUANTA - balance;
        uint256 credited = LedgerPage.credit(word, shift, quanta % (room + 1));
        assertEq(credited & ~lane, word & ~lane);
        assertEq(LedgerPage.balance(credited, shift), balance + quanta % (room + 1));
        uint256 debited = LedgerPage.debit(word, shift, quanta % (balance + 1));
        assertEq(debited & ~lane, word & ~lane);
        assertEq(LedgerPage.balance(debited, shift), balance - quanta % (balance + 1));
    }

    function testFuzz_s6_lanesRefuseWhatLeavesThem(uint256 word, uint256 lane, uint256 excess)
        public
    {
        uint256 shift = bound(lane, 0, 3) << 6;
        word &= ~(uint256(0xe0000000000000) << shift);
        uint256 balance = LedgerPage.balance(word, shift);
        excess = bound(excess, 1, type(uint256).max - LedgerPage.MAX_QUANTA);
        vm.expectRevert(IClearingHouseErrors.BalanceOutOfRange.selector);
        this.credit(word, shift, LedgerPage.MAX_QUANTA - balance + excess);
        vm.expectRevert(IClearingHouseErrors.BalanceOutOfRange.selector);
        this.debit(word, shift, balance + excess);
    }

    function credit(uint256 word, uint256 shift, uint256 quanta) external pure returns (uint256) {
        return LedgerPage.credit(word, shift, quanta);
    }

    function debit(uint256 word, uint256 shift, uint256 quanta) external pure returns (uint256) {
        return LedgerPage.debit(word, shift, quanta);
    }

    function test_s6_fullLanesTradeWithoutTouchingNeighbours() public {
        // Bob holds all LUSD that custody takes; Alice nothing in the lanes beside.
        uint256 room = LedgerPage.MAX_QUANTA - 1_000_000e6;
        _deposit(bob.account, LUSD, room);
        _settle(_pair(_buy(), _sell(), 1000));
        assertEq(house.balanceOf(bob.account, LUSD), room + 3000e6 - 0.6e6);
        assertEq(house.balanceOf(bob.account, WLUX), 0);
        assertEq(house.balanceOf(bob.account, LETH), 999e8);
        assertFalse(house.accountOf(bob.account).exiting);
        assertEq(house.accountOf(alice.account).epoch, 0);
    }

    // S7

    function testFuzz_s7_ledgerIsCoveredByTokens(uint32 lots, uint32 price) public {
        lots = uint32(bound(lots, 1, 100_000));
        // From one USDT on, and not more than there is.
        price = uint32(bound(price, 1e5 / lots + 1, lots > 10 ? 1e10 / lots : 1e9));
        Draft memory buy = _order(alice, ETH_USDT, ONE_SHOT, price, lots, 1);
        _settle(_pair(buy, _order(bob, ETH_USDT, SELL, price, lots, 64), lots));
        address[3] memory holders = [alice.account, bob.account, FEES];
        for (uint256 asset = 0; asset < 4; ++asset) {
            uint256 sum = 0;
            for (uint256 i = 0; i < holders.length; ++i) {
                sum += house.balanceOf(holders[i], asset);
            }
            IClearingHouse.Asset memory listed = house.assetAt(asset);
            assertEq(sum, listed.custody);
            uint256 owed = sum * 10 ** listed.unitExponent;
            assertEq(IERC20(listed.token).balanceOf(address(house)), owed);
        }
    }

    // S8

    function test_s8_duplicateAccountsAreRefused() public {
        BatchCodec.PackedBatch memory batch = _pair(_buy(), _sell(), 1000);
        batch.accounts[1] = batch.accounts[0];
        _refuse(
            batch, abi.encodeWithSelector(IClearingHouseErrors.AccountsNotAscending.selector, 1)
        );
    }

    function test_s8_duplicateOrdersAreRefused() public {
        Draft[] memory drafts = new Draft[](3);
        (drafts[0], drafts[1], drafts[2]) = (_buy(), _sell(), _sell());
        BatchCodec.Fill[] memory fills = new BatchCodec.Fill[](2);
        fills[0] = BatchCodec.Fill(0, 1, 500, 0, false);
        fills[1] = BatchCodec.Fill(0, 2, 500, 0, false);
        BatchCodec.PackedBatch memory batch = _pack(1, drafts, fills, new WithdrawalDraft[](0));
        _expectRefusal(batch);
    }

    function test_s8_repeatedFillsCannotExceedTheOrder() public {
        Draft[] memory drafts = new Draft[](2);
        (drafts[0], drafts[1]) = (_buy(), _sell());
        BatchCodec.Fill[] memory fills = new BatchCodec.Fill[](2);
        fills[0] = BatchCodec.Fill(0, 1, 1000, 0, false);
        fills[1] = fills[0];
        _expectRefusal(_pack(1, drafts, fills, new WithdrawalDraft[](0)));
    }

    function test_s8_aBatchIsSettledOnce() public {
        BatchCodec.PackedBatch memory batch = _pair(_buy(), _sell(), 1000);
        _settle(batch);
        _refuse(batch, abi.encodeWithSelector(IClearingHouseErrors.WrongSequence.selector, 1, 2));
        batch.sequence = 2;
        _expectRefusal(batch);
    }

    // S9

    function test_s9_nothingCallsWhatItIsTold() public {
        // The contract calls listed tokens, wrapped LUX, accounts for their signatures (without
        // effects) and receivers of native LUX (without data); so no approval to it can be abused.
        uint256 amount = _give(alice.account, LUSD, 5e6);
        bytes memory theft =
            abi.encodeCall(IERC20.transferFrom, (alice.account, thief.account, amount));
        vm.prank(thief.account);
        (bool success,) = address(house).call(theft);
        assertFalse(success);
        vm.expectRevert(
            abi.encodeWithSelector(IClearingHouseErrors.UnknownToken.selector, address(this))
        );
        vm.prank(thief.account);
        house.depositWithPermit(address(this), 1, 0, 27, 0, 0);
    }

    // S10

    function test_s10_nothingIsInitialisedAfterCreation() public {
        string[4] memory names =
            ["initialize()", "initialize(address)", "init(address)", "setup(address)"];
        for (uint256 i = 0; i < names.length; ++i) {
            (bool success,) = address(house)
                .call(abi.encodeWithSelector(bytes4(keccak256(bytes(names[i]))), thief.account));
            assertFalse(success);
        }
        assertEq(ClearingHouse(payable(address(house))).owner(), OWNER);
    }
}
