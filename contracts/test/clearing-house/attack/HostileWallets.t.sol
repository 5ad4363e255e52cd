// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "../../../src/clearing-house/IClearingHouse.sol";
import { IClearingHouseErrors } from "../../../src/clearing-house/IClearingHouseErrors.sol";
import { BatchCodec } from "../BatchCodec.sol";
import { ClearingHouseFixture } from "../ClearingHouseFixture.sol";
import { HostileWallet } from "./HostileWallet.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Accounts whose code is against everybody else: while they confirm signatures (ERC-1271), and
/// while native LUX is paid to them.
contract HostileWalletsTest is ClearingHouseFixture {
    address private constant NATIVE_TOKEN = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;

    HostileWallet private wallet;

    function setUp() public override {
        super.setUp();
        wallet = new HostileWallet(house);
        _deposit(address(wallet), LUSD, 1_000_000e6);
        _deposit(address(wallet), WLUX, 1000e6);
        _deposit(bob.account, LETH, 1000e8);
    }

    /// Everything that could do harm in the midst of a settlement, as the wallet itself would call it.
    function _attacks() private view returns (bytes[] memory calls) {
        uint256[] memory assets = new uint256[](1);
        calls = new bytes[](6);
        calls[0] = abi.encodeCall(IClearingHouse.depositNative, ());
        calls[1] = abi.encodeCall(IClearingHouse.deposit, (tokens[LUSD], 1));
        calls[2] = abi.encodeCall(IClearingHouse.finaliseExit, (address(wallet), assets));
        calls[3] = abi.encodeCall(IClearingHouse.settle, (new bytes(16)));
        calls[4] = abi.encodeCall(IClearingHouse.pause, ());
        calls[5] = abi.encodeCall(IClearingHouse.depositFor, (bob.account, tokens[LUSD], 1));
    }

    function _behave(HostileWallet.Conduct conduct) private {
        wallet.behave(conduct, conduct == HostileWallet.Conduct.Reenters ? _quiet() : _attacks());
    }

    /// What is not refused for being re-entered, but because nothing can be written.
    function _quiet() private pure returns (bytes[] memory calls) {
        calls = new bytes[](4);
        calls[0] = abi.encodeCall(IClearingHouse.requestExit, ());
        calls[1] = abi.encodeCall(IClearingHouse.bumpEpoch, ());
        calls[2] = abi.encodeCall(IClearingHouse.cancel, (new uint48[](1)));
        calls[3] = abi.encodeCall(IClearingHouse.cancelExit, ());
    }

    function _batch(uint48 nonce) private view returns (BatchCodec.PackedBatch memory) {
        Draft memory buy = _order(Trader(address(wallet), 0), ETH_USDT, 0, 300_000, 1000, 64);
        buy.form = BY_CONTRACT;
        buy.signature = _byContract("whatever");
        return _pair(_order(bob, ETH_USDT, SELL | ONE_SHOT, 300_000, 100, nonce), buy, 100);
    }

    function test_obligingMegabytesAndMuchGasAreConfirmations() public {
        HostileWallet.Conduct[4] memory confirming = [
            HostileWallet.Conduct.Obliging,
            HostileWallet.Conduct.Reenters,
            HostileWallet.Conduct.ReturnsMegabytes,
            HostileWallet.Conduct.SpendsMostGas
        ];
        for (uint48 i = 0; i < confirming.length; ++i) {
            _behave(confirming[i]);
            _settle(_batch(i + 1));
            assertEq(house.balanceOf(bob.account, LETH), 1000e8 - (i + 1) * 100 * 1e5);
            assertFalse(house.accountOf(address(wallet)).exiting);
            assertEq(house.accountOf(address(wallet)).epoch, 0);
        }
    }

    function test_partOfAWordARevertAndAllTheGasAreNone() public {
        HostileWallet.Conduct[3] memory refusing = [
            HostileWallet.Conduct.ReturnsHalfAWord,
            HostileWallet.Conduct.RevertsWithMagic,
            HostileWallet.Conduct.BurnsGas
        ];
        for (uint256 i = 0; i < refusing.length; ++i) {
            _behave(refusing[i]);
            BatchCodec.PackedBatch memory batch = _batch(1);
            uint256 index = batch.accounts[batch.orders[0].account] == address(wallet) ? 0 : 1;
            _refuse(
                batch,
                abi.encodeWithSelector(
                    IClearingHouseErrors.ContractSignatureRefused.selector, index, wallet
                )
            );
        }
    }

    /// However many accounts of one batch do it: what each may use up is bounded.
    function test_gasOfAConfirmationIsBounded() public {
        _behave(HostileWallet.Conduct.SpendsMostGas);
        (bytes memory encoded,) = BatchCodec.encode(_batch(1));
        vm.prank(OPERATOR);
        uint256 before = gasleft();
        house.settle(encoded);
        assertLt(before - gasleft(), 700_000);
    }

    /// No gas that the operator leaves makes a refusal a confirmation.
    /// forge-config: default.fuzz.runs = 128
    /// forge-config: release.fuzz.runs = 128
    function testFuzz_littleGasNeverConfirms(uint256 gas) public {
        gas = bound(gas, 30_000, 1_000_000);
        wallet.behave(HostileWallet.Conduct.RevertsWithMagic, new bytes[](0));
        (bytes memory encoded,) = BatchCodec.encode(_batch(1));
        vm.prank(OPERATOR);
        (bool accepted,) =
            address(house).call{ gas: gas }(abi.encodeCall(IClearingHouse.settle, (encoded)));
        assertFalse(accepted);
    }

    function test_keysAndPrecompilesAreNoContracts() public {
        for (uint160 i = 0; i <= 10; ++i) {
            address account = i == 0 ? carol.account : address(i);
            _deposit(account, LUSD, 100_000e6);
            Draft memory buy = _order(Trader(account, 0), ETH_USDT, 0, 300_000, 100, 64);
            buy.form = BY_CONTRACT;
            buy.signature = _byContract(abi.encode(account, uint256(0x1626ba7e) << 224));
            Draft memory sell = _order(bob, ETH_USDT, SELL | ONE_SHOT, 300_000, 100, 1);
            (bytes memory encoded,) = BatchCodec.encode(_pair(sell, buy, 100));
            vm.prank(OPERATOR);
            vm.expectPartialRevert(IClearingHouseErrors.ContractSignatureRefused.selector);
            house.settle(encoded);
        }
    }

    function test_aContractsSignatureReachesNoFurtherThanItsLength() public {
        BatchCodec.PackedBatch memory batch = _batch(1);
        uint256 index = batch.accounts[batch.orders[0].account] == address(wallet) ? 0 : 1;
        // More than the batch has.
        batch.orders[index].signature = abi.encodePacked(type(uint16).max, "short");
        (bytes memory encoded,) = BatchCodec.encode(batch);
        vm.prank(OPERATOR);
        vm.expectPartialRevert(IClearingHouseErrors.MalformedBatch.selector);
        house.settle(encoded);
        // None at all is up to the contract.
        batch.orders[index].signature = abi.encodePacked(uint16(0));
        _settle(batch);
    }

    // Paid

    function _payment(uint64 amount, uint48 nonce)
        private
        view
        returns (BatchCodec.PackedBatch memory)
    {
        WithdrawalDraft memory draft = _withdrawal(Trader(address(wallet), 0), WLUX, amount, nonce);
        draft.withdrawal.asset = NATIVE_TOKEN;
        draft.form = NATIVE | BY_CONTRACT;
        draft.signature = _byContract("");
        return _paying(draft);
    }

    function test_whatIsPaidNativelyCannotBeTakenTwice() public {
        vm.prank(address(wallet));
        house.requestExit();
        vm.startPrank(OWNER);
        house.setOperator(address(wallet), true);
        house.setGuardian(carol.account);
        vm.stopPrank();
        vm.prank(address(wallet));
        house.cancelExit();
        wallet.behave(HostileWallet.Conduct.Reenters, new bytes[](0));
        _settle(_payment(1e6, 1));
        bytes[] memory calls = _attacks();
        for (uint256 i = 0; i < calls.length; ++i) {
            bytes[] memory one = new bytes[](1);
            one[0] = calls[i];
            wallet.behave(HostileWallet.Conduct.Obliging, one);
            _settle(_payment(1e6, uint48(i + 2)));
            assertEq(wallet.succeeded(), 0, vm.toString(i));
        }
        assertGt(wallet.attempts(), 0);
        assertEq(house.balanceOf(address(wallet), WLUX), 1000e6 - 7e6);
        assertEq(address(wallet).balance + IERC20(wlux).balanceOf(address(wallet)), 7 ether);
        assertEq(IERC20(wlux).balanceOf(address(house)), 993 ether);
    }

    function test_aReceiverThatBurnsGasOrAnswersWithMegabytesIsPaidWrapped() public {
        HostileWallet.Conduct[2] memory conducts =
            [HostileWallet.Conduct.BurnsGas, HostileWallet.Conduct.ReturnsMegabytes];
        wallet.behave(HostileWallet.Conduct.Obliging, new bytes[](0));
        for (uint48 i = 0; i < 2; ++i) {
            // The owner is somebody with a key; the wallet only receives.
            _deposit(carol.account, WLUX, 1e6);
            WithdrawalDraft memory draft = _withdrawal(carol, WLUX, 1e6, i + 1);
            draft.withdrawal.asset = NATIVE_TOKEN;
            draft.withdrawal.to = address(wallet);
            draft.form = NATIVE;
            wallet.behave(conducts[i], new bytes[](0));
            (bytes memory encoded,) = BatchCodec.encode(_paying(draft));
            vm.prank(OPERATOR);
            uint256 before = gasleft();
            house.settle(encoded);
            assertLt(before - gasleft(), 300_000);
        }
        assertEq(IERC20(wlux).balanceOf(address(wallet)), 2 ether);
        assertEq(address(house).balance, 0);
    }

    /// Too little gas for the receiver reverts all, rather than paying wrapped what could be native.
    /// forge-config: default.fuzz.runs = 128
    /// forge-config: release.fuzz.runs = 128
    function testFuzz_theOperatorsGasDoesNotChangeHowIsPaid(uint256 gas) public {
        gas = bound(gas, 60_000, 400_000);
        wallet.behave(HostileWallet.Conduct.Obliging, new bytes[](0));
        _deposit(carol.account, WLUX, 1e6);
        WithdrawalDraft memory draft = _withdrawal(carol, WLUX, 1e6, 1);
        draft.withdrawal.asset = NATIVE_TOKEN;
        draft.withdrawal.to = address(wallet);
        draft.form = NATIVE;
        (bytes memory encoded,) = BatchCodec.encode(_paying(draft));
        vm.prank(OPERATOR);
        (bool accepted,) =
            address(house).call{ gas: gas }(abi.encodeCall(IClearingHouse.settle, (encoded)));
        if (accepted) assertEq(address(wallet).balance, 1 ether);
    }
}
